import { WEBHOOK_EVENT_TYPES, type WebhookEventType } from '../../../../domain/webhook-events';
import { CALLBACK_KINDS, type CallbackKind } from './delivery-search';

interface EventText {
  readonly type: Exclude<WebhookEventType, 'webhook.test'>;
  readonly text: string;
}

interface EventGroup {
  readonly title: string;
  readonly events: readonly EventText[];
}

/** What a webhook can hear of, in a sentence each. A test event comes unasked for. */
export const EVENT_GROUPS: readonly EventGroup[] = [
  {
    title: 'Calls',
    events: [
      { type: 'call.started', text: 'The provider has taken a call on.' },
      { type: 'call.ended', text: 'A call that was answered, by a person or a voicemail, has ended.' },
      { type: 'call.failed', text: 'An attempt was not answered.' },
      { type: 'call.voicemail_detected', text: 'A voicemail has answered.' },
    ],
  },
  {
    title: 'Contacts',
    events: [
      { type: 'contact.rescheduled', text: 'Somebody has asked to be called back at another time.' },
      { type: 'contact.exhausted', text: 'A contact was not reached, and its retries are used up.' },
    ],
  },
  {
    title: 'Conversations',
    events: [
      { type: 'conversation.transcript', text: 'Something was said: one turn, or the whole conversation.' },
      { type: 'conversation.intent_detected', text: 'The agent has understood what the person wants.' },
      { type: 'conversation.entity_captured', text: 'A fact was named: a date, an order number.' },
    ],
  },
  {
    title: 'Webhooks',
    events: [{ type: 'webhook.disabled', text: 'Another webhook, or a callback URL, was disabled for failing.' }],
  },
  {
    title: 'Campaigns',
    events: [
      { type: 'campaign.started', text: 'A campaign has started.' },
      { type: 'campaign.paused', text: 'Somebody has paused a campaign.' },
      { type: 'campaign.resumed', text: 'A campaign goes on.' },
      { type: 'campaign.auto_paused', text: 'A campaign pauses by itself: its hours, a limit, its circuit breaker.' },
      { type: 'campaign.waiting', text: 'A dynamic campaign has called everybody and waits for contacts.' },
      { type: 'campaign.quota_reached', text: 'A limit of a campaign is used up.' },
      { type: 'campaign.completed', text: 'A finite campaign is done with its contacts.' },
      { type: 'campaign.cancelled', text: 'Somebody has cancelled a campaign.' },
      { type: 'campaign.failed', text: 'A campaign cannot go on.' },
    ],
  },
];

/** What the callbacks of a campaign are called on the page. */
export const CALLBACK_TEXTS: Readonly<Record<CallbackKind, string>> = {
  call_status: 'Callback: an attempt has ended',
  call_schedule: 'Callback: a contact is done with',
  campaign_status: 'Callback: a campaign has ended',
};

/** Whether a text of the address names an event. */
export function isEventType(text: string): text is WebhookEventType {
  return (WEBHOOK_EVENT_TYPES as readonly string[]).includes(text);
}

/** Whether a text of the address names a callback. */
export function isCallbackKind(text: string): text is CallbackKind {
  return (CALLBACK_KINDS as readonly string[]).includes(text);
}
