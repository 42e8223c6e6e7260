import { EXAMPLE_IDS, EXAMPLE_TIMES, type RequestExamples } from './request-example';

const onCampaign = { path: { id: EXAMPLE_IDS.campaign } };
const onLine = { path: { id: EXAMPLE_IDS.campaign, line_id: EXAMPLE_IDS.line } };
const onImport = { path: { id: EXAMPLE_IDS.campaign, import_id: EXAMPLE_IDS.import } };

const CONTACT = {
  to_number: '+15551234567',
  custom_variables: { customer_name: 'Jane', plan: 'pro' },
  metadata: { crm_id: '003-77' },
  external_id: 'crm-003-77',
  timezone: 'America/Chicago',
  priority: 7,
};

/** Requests about contacts and their calls. */
export const CONTACT_EXAMPLES: RequestExamples = {
  addContact: { ...onCampaign, body: CONTACT },
  addContacts: {
    ...onCampaign,
    body: {
      contacts: [
        CONTACT,
        { phone: '(555) 123-4568', custom_variables: { customer_name: 'Omar' }, schedule_at: EXAMPLE_TIMES.instant },
      ],
    },
  },
  addContactsCsv: {
    ...onCampaign,
    query: { 'map.to_number': 'Mobile', 'map.external_id': 'Id' },
    body: 'Id,Mobile,customer_name\ncrm-003-77,+15551234567,Jane\ncrm-003-78,+15551234568,Omar\n',
  },
  getCsvImport: onImport,
  getRejectedRows: onImport,
  addLeads: {
    body: {
      idempotency_key: 'lead-batch-001',
      leads: [
        { campaign_id: String(EXAMPLE_IDS.campaign), phone: '+15551234567', name: 'Alice' },
        { campaign_id: String(EXAMPLE_IDS.campaign), phone: '+15551234568', name: 'Bob', source: 'web' },
      ],
    },
  },
  dispatchCall: {
    body: {
      agent_id: EXAMPLE_IDS.agent,
      to_number: '+15551234567',
      from_number_id: EXAMPLE_IDS.phoneNumber,
      call_context: { customer_name: 'Jane' },
      metadata: { ticket: 'T-77' },
    },
  },
  listCalls: { query: { campaign_id: EXAMPLE_IDS.campaign, call_status: 'busy', pageno: 1, pagesize: 30 } },
  getCall: { path: { id: EXAMPLE_IDS.call } },
  listLines: { ...onCampaign, query: { call_status: 'queued', search: '555123', pagesize: 50, include_total: 'true' } },
  getLine: onLine,
  callLineNow: onLine,
  rescheduleLine: { ...onLine, body: { at: EXAMPLE_TIMES.wallClock, timezone: 'America/New_York' } },
  skipLine: onLine,
  suppressLine: onLine,
};
