import { EXAMPLE_IDS, type RequestExamples } from './request-example';

const onNumber = { path: { id: EXAMPLE_IDS.phoneNumber } };
const onAccount = { path: { id: EXAMPLE_IDS.account } };
const onAgent = { path: { id: EXAMPLE_IDS.agent } };
const firstPage = { query: { pageno: 1, pagesize: 30 } };

const SECRET = 'sixteen-characters-or-more';
/** What Vapi knows the number by. */
const VAPI_NUMBER = '4a170597-a0c2-4657-8c32-cb93f080cead';
const TWILIO = { account_sid: 'AC0123456789abcdef0123456789abcdef', auth_token: 'the auth token of the account' };

const AGENT = {
  name: 'Renewals',
  welcome_message: 'Hello {{ customer_name }}, this is Ada of Example.',
  prompt: 'Ask {{ customer_name }} whether the plan {{ plan }} is to be renewed.',
  pre_call_webhook_url: 'https://crm.example.com/hooks/before-calls',
  webhook_direction: 'outbound',
};

const HTTP_ACCOUNT = {
  provider: 'http',
  name: 'Our dialler',
  credentials: { headers: { 'X-Api-Key': 'the key' }, signing_secret: SECRET },
  settings: {
    url: 'https://dialler.example/v9/originate',
    body: '{"ref": "{{ reference }}", "cli": "{{ from }}", "dst": "{{ to }}", "hook": "{{ events_url }}"}',
    answer: { call_id: 'channel.uid', code: 'error.cause', codes: { UNALLOCATED: 'invalid_number' } },
    events: {
      reference: 'ref',
      call_id: 'uid',
      status: 'state',
      statuses: { RINGING: 'ringing', UP: 'answered', HANGUP_OK: 'completed', BUSY: 'busy' },
    },
  },
};

/** Requests about numbers, accounts with providers, and agents. */
export const NUMBER_EXAMPLES: RequestExamples = {
  listPhoneNumbers: firstPage,
  listPhoneNumbersAlias: firstPage,
  getPhoneNumber: onNumber,
  createPhoneNumber: [
    {
      summary: 'A simulated number, which calls nobody',
      body: { number: '+15550100002', name: 'For trying out', agent_id: EXAMPLE_IDS.agent },
    },
    {
      summary: 'A number of an account that is there',
      body: {
        number: '+14155550100',
        provider_account_id: EXAMPLE_IDS.account,
        provider_reference: VAPI_NUMBER,
      },
    },
    {
      summary: 'A number with the credentials of its account, without asking the provider',
      query: { check: 'false' },
      body: {
        number: '+14155550101',
        provider_reference: VAPI_NUMBER,
        provider: 'vapi',
        credentials: { api_key: 'the key', webhook_secret: SECRET },
      },
    },
  ],
  updatePhoneNumber: { ...onNumber, body: { name: 'Sales', agent_id: EXAMPLE_IDS.agent, concurrency_limit: 20 } },
  deletePhoneNumber: { path: { id: EXAMPLE_IDS.otherPhoneNumber } },
  attachAgent: { body: { phone_number_id: EXAMPLE_IDS.phoneNumber, agent_id: EXAMPLE_IDS.agent } },
  detachAgent: { body: { phone_number_id: EXAMPLE_IDS.otherPhoneNumber } },
  importTwilioNumber: { body: { ...TWILIO, phone_number: '+14155550100', agent_id: EXAMPLE_IDS.agent } },
  listProviderAccounts: firstPage,
  getProviderAccount: onAccount,
  createProviderAccount: [
    { summary: 'Twilio', body: { provider: 'twilio', credentials: TWILIO, concurrency_limit: 50 } },
    { summary: 'Retell', body: { provider: 'retell', credentials: { api_key: 'the key' } } },
    { summary: 'Vapi', body: { provider: 'vapi', credentials: { api_key: 'the key', webhook_secret: SECRET } } },
    { summary: 'A dialler of your own', body: HTTP_ACCOUNT },
  ],
  updateProviderAccount: { ...onAccount, body: { name: 'Twilio, main', calls_per_second: 1 } },
  deleteProviderAccount: onAccount,
  checkProviderAccount: onAccount,
  listAgents: firstPage,
  createAgent: { body: AGENT },
  createAgentAlias: { body: AGENT },
  getAgent: onAgent,
  updateAgent: { ...onAgent, body: { welcome_message: 'Good day, {{ customer_name }}.' } },
  deleteAgent: onAgent,
};
