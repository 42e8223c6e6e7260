import type { Response } from 'supertest';
import { EXAMPLE_IDS } from '../../services/api/examples/request-example';
import type { ApiWorld, Options, TestOrganization } from './api-world';
import { addAttempt, changeLine, readLine } from './line-fixtures';

/** What the ids of examples are here. */
export type ExampleIds = Record<keyof typeof EXAMPLE_IDS, number>;

/** An organization of its own for one example, with an object of each kind. */
export class ExampleStage {
  readonly ids: ExampleIds = { ...EXAMPLE_IDS };

  constructor(
    readonly api: ApiWorld,
    readonly organization: TestOrganization,
  ) {
    this.ids.agent = organization.agentId;
    this.ids.phoneNumber = organization.phoneNumberId;
  }

  /** @throws when the request is refused. */
  async call(
    method: 'get' | 'post' | 'put' | 'delete',
    path: string,
    body?: unknown,
    options: Options = {},
  ): Promise<Response['body']> {
    const response = await this.api.call(method, path, { key: this.organization.key, body, ...options });
    if (response.status >= 300) throw new Error(`${method} ${path}: ${response.text}`);
    return response.body;
  }

  readonly onCampaign = (rest = ''): string => `/calls/bulk_call/${this.ids.campaign}${rest}`;

  async createCampaign(fields: Record<string, unknown> = {}): Promise<void> {
    const body = { name: 'Test', phone_number_id: this.ids.phoneNumber, is_dynamic: true, ...fields };
    this.ids.campaign = (await this.call('post', '/calls/bulk_call/create', body)).id;
  }

  async addLine(): Promise<void> {
    const contact = { to_number: '+15551234567', custom_variables: { customer_name: 'Jane' } };
    this.ids.line = (await this.call('post', this.onCampaign('/add_contact'), contact)).line_id;
  }

  async addCall(): Promise<void> {
    const { id } = await addAttempt(this.api.db, await readLine(this.api.db, this.ids.line), {
      phone_number_id: this.ids.phoneNumber,
    });
    this.ids.call = id;
  }

  async addOtherNumber(): Promise<void> {
    const body = { number: '+15550100009', agent_id: this.ids.agent };
    this.ids.otherPhoneNumber = (await this.call('post', '/phone_numbers', body)).id;
  }

  async addAccount(): Promise<void> {
    const body = {
      provider: 'vapi',
      credentials: { api_key: 'another key', webhook_secret: 'another-secret-of-vapi' },
    };
    this.ids.account = (await this.call('post', '/provider_accounts', body)).id;
  }

  async addWebhook(): Promise<void> {
    const body = { name: 'CRM', url: 'https://crm.example.com/hook', events: ['call.ended'] };
    this.ids.webhook = (await this.call('post', '/webhooks', body)).id;
  }

  async addDelivery(): Promise<void> {
    await this.addWebhook();
    this.ids.delivery = (await this.call('post', `/webhooks/${this.ids.webhook}/test`)).delivery_id;
    await this.api.db.updateTable('deliveries').set({ status: 'failed' }).where('id', '=', this.ids.delivery).execute();
  }

  async importFile(): Promise<void> {
    const file = 'to_number\n+15551234567\nnobody\n';
    const headers = { 'Content-Type': 'text/csv' };
    this.ids.import = (await this.call('post', this.onCampaign('/contacts.csv'), file, { headers })).import_id;
  }
}

/** What has to be there before an example can be sent, beside a campaign with a contact. */
export const PREPARATIONS: Record<string, (stage: ExampleStage) => Promise<unknown>> = {
  actOnCampaign: (stage) =>
    stage.createCampaign({ is_scheduled: true, scheduled_datetime: `${inDays(20)} 10:00:00`, timezone: 'UTC' }),
  addCampaignNumber: (stage) => stage.addOtherNumber(),
  addLeads: (stage) => stage.call('post', '/webhook_token'),
  checkProviderAccount: (stage) => stage.addAccount(),
  createPhoneNumber: (stage) => stage.addAccount(),
  detachAgent: (stage) => stage.addOtherNumber(),
  deleteAgent: async (stage) => {
    stage.ids.agent = (await stage.call('post', '/agents', { name: 'Nobody needs it' })).id;
  },
  deleteCampaignDraft: addDraft,
  deletePhoneNumber: (stage) => stage.addOtherNumber(),
  deleteProviderAccount: (stage) => stage.addAccount(),
  deleteWebhook: (stage) => stage.addWebhook(),
  enableWebhook: (stage) => stage.addWebhook(),
  getCall: (stage) => stage.addCall(),
  getCampaignDraft: addDraft,
  getCsvImport: (stage) => stage.importFile(),
  getDelivery: (stage) => stage.addDelivery(),
  getLine: (stage) => stage.addCall(),
  getProviderAccount: (stage) => stage.addAccount(),
  getRejectedRows: (stage) => stage.importFile(),
  getWebhook: (stage) => stage.addWebhook(),
  listCalls: (stage) => stage.addCall(),
  listDeliveries: (stage) => stage.addDelivery(),
  listWebhooks: (stage) => stage.addWebhook(),
  manualRetry: async (stage) => {
    await stage.addCall();
    await changeLine(stage.api.db, stage.ids.line, { call_status: 'busy', ready: false, closed_at: new Date() });
  },
  previewWebhook: (stage) => stage.addCall(),
  replayDeliveries: (stage) => stage.addDelivery(),
  replayDelivery: (stage) => stage.addDelivery(),
  replayWebhook: (stage) => stage.addDelivery(),
  revealWebhookToken: (stage) => stage.call('post', '/webhook_token'),
  revokeApiKey: async (stage) => {
    stage.ids.apiKey = (await stage.call('post', '/api_keys', { name: 'CRM', scopes: ['read'] })).id;
  },
  revokeWebhookToken: (stage) => stage.call('post', '/webhook_token'),
  rotateWebhookSecret: (stage) => stage.addWebhook(),
  startCampaign: (stage) => stage.createCampaign({ save_as_draft: true }),
  testWebhook: (stage) => stage.addWebhook(),
  unsuppress: (stage) => stage.call('post', '/suppressions', { number: '+15551234567' }),
  updateCampaignDraft: addDraft,
  updateCampaignNumber: async (stage) => {
    await stage.addOtherNumber();
    const body = { phone_number_id: stage.ids.otherPhoneNumber };
    stage.ids.assignment = (await stage.call('post', stage.onCampaign('/numbers'), body)).assignment_id;
  },
  updateProviderAccount: (stage) => stage.addAccount(),
  updateWebhook: (stage) => stage.addWebhook(),
};

async function addDraft(stage: ExampleStage): Promise<void> {
  stage.ids.draft = (await stage.call('post', '/campaign_drafts', { name: '', form: {} })).id;
}

/** The day in so many days, in UTC. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 24 * 60 * 60_000).toISOString().slice(0, 10);
}
