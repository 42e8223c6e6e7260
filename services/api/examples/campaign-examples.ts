import { EXAMPLE_IDS, EXAMPLE_TIMES, type RequestExamples } from './request-example';

const onCampaign = { path: { id: EXAMPLE_IDS.campaign } };

const RETRY_CONFIG = {
  auto_retry: true,
  retry_limit: 2,
  rules: { busy: { delay_s: 300, backoff: 2 }, no_answer: { delay_s: 3600 } },
};

const DYNAMIC_CAMPAIGN = {
  name: 'Renewals',
  phone_number_id: EXAMPLE_IDS.phoneNumber,
  is_dynamic: true,
  timezone: 'America/New_York',
  concurrent_call_limit: 5,
  calls_per_second: 2,
  retry_config: RETRY_CONFIG,
  enabled_reschedule_call: true,
  call_status_callback: 'https://crm.example.com/hooks/calls',
};

const FINITE_CAMPAIGN = {
  name: 'Appointments',
  phone_number_id: EXAMPLE_IDS.phoneNumber,
  contact_list: [
    { phone_number: '+15551234567', customer_name: 'Jane', external_id: 'crm-003-77' },
    { phone_number: '+15551234568', customer_name: 'Omar' },
  ],
  is_scheduled: true,
  scheduled_datetime: EXAMPLE_TIMES.wallClock,
  timezone: 'Europe/Berlin',
  calling_hours: {
    days: ['mon', 'tue', 'wed', 'thu', 'fri'],
    windows: [
      { start: '09:00', end: '12:00' },
      { start: '14:00', end: '17:30' },
    ],
    closed_dates: ['2026-12-31'],
  },
  voicemail_policy: 'leave_message',
  voicemail_message: 'Hello {{ customer_name }}, we will call again.',
};

const DRAFT = { name: 'Renewals', form: { step: 'schedule', phone_number_id: EXAMPLE_IDS.phoneNumber } };

/** Requests about campaigns. */
export const CAMPAIGN_EXAMPLES: RequestExamples = {
  createCampaign: [
    { summary: 'A dynamic campaign, which takes contacts until it is cancelled', body: DYNAMIC_CAMPAIGN },
    { summary: 'A finite campaign with its contacts, which starts later', body: FINITE_CAMPAIGN },
  ],
  checkCampaign: { body: { ...DYNAMIC_CAMPAIGN, columns: ['customer_name', 'plan'] } },
  listCampaigns: { query: { statuses: 'waiting,in_progress,paused', include: 'activity', pageno: 1, pagesize: 30 } },
  getCampaign: onCampaign,
  getLiveStatus: onCampaign,
  getCampaignFigures: onCampaign,
  streamCampaignEvents: onCampaign,
  listContactRequests: { ...onCampaign, query: { limit: 20 } },
  actOnCampaign: [
    { summary: 'Pause it', ...onCampaign, body: { action: 'pause' } },
    { summary: 'Let it go on', ...onCampaign, body: { action: 'resume' } },
    { summary: 'Cancel it', ...onCampaign, body: { action: 'cancel' } },
    {
      summary: 'Move its start',
      ...onCampaign,
      body: {
        action: 'reschedule',
        new_scheduled_datetime: EXAMPLE_TIMES.wallClock,
        new_timezone: 'Europe/Berlin',
      },
    },
  ],
  cancelCampaign: onCampaign,
  startCampaign: onCampaign,
  setConcurrency: { ...onCampaign, body: { concurrent_call_limit: 10, calls_per_second: 3 } },
  setDailyTimes: {
    ...onCampaign,
    query: { dry_run: 'true' },
    body: {
      enable_daily_hard_stop: true,
      daily_stop_time: 17.5,
      enable_daily_auto_start: true,
      daily_start_time: 9,
      daily_start_timezone: 'Europe/Berlin',
    },
  },
  setRetrySettings: { ...onCampaign, body: { retry_config: RETRY_CONFIG, voicemail_policy: 'reached' } },
  setCallConditions: {
    ...onCampaign,
    body: {
      call_conditions: [
        { column: 'plan', operator: 'in', value: ['pro', 'team'] },
        { column: 'opted_out', operator: 'exists', value: false },
      ],
    },
  },
  setCallingHours: {
    ...onCampaign,
    body: {
      calling_hours: { days: ['mon', 'tue'], windows: [{ start: '09:00', end: '17:00' }] },
      contact_hours: { enabled: true, start: '08:00', end: '21:00', strict: false },
    },
  },
  setLimits: {
    ...onCampaign,
    body: {
      limits: { calls_per_day: 5000, end_date: EXAMPLE_TIMES.date },
      circuit_breaker: { failure_share: 0.5, window_s: 120, min_calls: 10 },
    },
  },
  setRescheduleSettings: {
    ...onCampaign,
    body: { enabled_reschedule_call: true, callback: { default_delay_s: 7200, limit: 3, max_days: 14 } },
  },
  listCampaignNumbers: onCampaign,
  addCampaignNumber: { ...onCampaign, body: { phone_number_id: EXAMPLE_IDS.otherPhoneNumber, sequence: 20 } },
  updateCampaignNumber: {
    path: { id: EXAMPLE_IDS.campaign, assignment_id: EXAMPLE_IDS.assignment },
    body: { is_active: false },
  },
  manualRetry: { ...onCampaign, body: { failure_reasons: ['busy', 'no_answer'], max_retries: 1 } },
  previewCampaign: { ...onCampaign, query: { limit: 10 } },
  getForecast: onCampaign,
  getReport: onCampaign,
  whyNotDialling: onCampaign,
  listCampaignDrafts: { query: { pageno: 1, pagesize: 30 } },
  createCampaignDraft: { body: DRAFT },
  getCampaignDraft: { path: { id: EXAMPLE_IDS.draft } },
  updateCampaignDraft: { path: { id: EXAMPLE_IDS.draft }, body: { ...DRAFT, name: 'Renewals in spring' } },
  deleteCampaignDraft: { path: { id: EXAMPLE_IDS.draft } },
};
