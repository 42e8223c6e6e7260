import type {
  CampaignEventTable,
  CampaignNumberTable,
  CampaignTable,
  CampaignUsageTable,
  CsvImportTable,
  CsvRejectionTable,
  DialPaceTable,
} from './campaign-tables';
import type { CampaignDraftTable, ContactRequestTable, DashboardSessionTable } from './dashboard-tables';
import type { AttemptTable, CallbackTable, LineTable } from './line-tables';
import type {
  AgentTable,
  ApiKeyTable,
  AuditLogTable,
  IdempotencyKeyTable,
  OrganizationTable,
  PhoneNumberTable,
  SuppressionTable,
  WebhookTokenTable,
} from './organization-tables';
import type { InboundCallTable, ProviderAccountTable } from './provider-tables';
import type {
  CallbackUrlTable,
  ConversationEventTable,
  DeliveryTable,
  DeliveryTryTable,
  LeadBatchTable,
  WebhookEndpointTable,
} from './webhook-tables';

/** The schema, table by table. */
export interface Schema {
  organizations: OrganizationTable;
  api_keys: ApiKeyTable;
  webhook_tokens: WebhookTokenTable;
  agents: AgentTable;
  provider_accounts: ProviderAccountTable;
  inbound_calls: InboundCallTable;
  phone_numbers: PhoneNumberTable;
  campaigns: CampaignTable;
  lines: LineTable;
  attempts: AttemptTable;
  dial_pace: DialPaceTable;
  suppressions: SuppressionTable;
  callbacks: CallbackTable;
  campaign_usage: CampaignUsageTable;
  campaign_numbers: CampaignNumberTable;
  campaign_events: CampaignEventTable;
  audit_log: AuditLogTable;
  csv_imports: CsvImportTable;
  csv_rejections: CsvRejectionTable;
  deliveries: DeliveryTable;
  delivery_tries: DeliveryTryTable;
  webhook_endpoints: WebhookEndpointTable;
  callback_urls: CallbackUrlTable;
  conversation_events: ConversationEventTable;
  lead_batches: LeadBatchTable;
  idempotency_keys: IdempotencyKeyTable;
  dashboard_sessions: DashboardSessionTable;
  campaign_drafts: CampaignDraftTable;
  contact_requests: ContactRequestTable;
}
