import { EXAMPLE_IDS, type RequestExamples } from './request-example';

const NUMBER = '+15551234567';
const firstPage = { query: { pageno: 1, pagesize: 30 } };

/** Requests about what belongs to the whole organization. */
export const ORGANIZATION_EXAMPLES: RequestExamples = {
  getCallingRules: {},
  setCallingRules: {
    body: {
      contact_hours: { start: '09:00', end: '20:00' },
      number_caps: { enabled: true, attempts_per_day: 3, connected_per_day: 1 },
    },
  },
  getWebhookToken: {},
  makeWebhookToken: {},
  revealWebhookToken: { body: { campaign_id: EXAMPLE_IDS.campaign } },
  revokeWebhookToken: {},
  listAudit: firstPage,
  listSuppressions: { query: { search: '555123', pageno: 1, pagesize: 30 } },
  suppress: { body: { number: NUMBER, reason: 'Asked not to be called' } },
  suppressCsv: { query: { reason: 'National registry' }, body: `number\n${NUMBER}\n+15551234568\n` },
  unsuppress: { path: { number: NUMBER } },
  listApiKeys: {},
  createApiKey: { body: { name: 'CRM', scopes: ['contacts:write', 'read'] } },
  revokeApiKey: { path: { id: EXAMPLE_IDS.apiKey } },
};
