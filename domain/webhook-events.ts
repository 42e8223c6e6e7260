/** What endpoints can hear of (spec/webhooks, "Webhook module"). */
export const WEBHOOK_EVENT_TYPES = [
  'call.started',
  'call.ended',
  'call.failed',
  'call.voicemail_detected',
  'conversation.transcript',
  'conversation.intent_detected',
  'conversation.entity_captured',
  'campaign.started',
  'campaign.paused',
  'campaign.resumed',
  'campaign.auto_paused',
  'campaign.waiting',
  'campaign.quota_reached',
  'campaign.completed',
  'campaign.cancelled',
  'campaign.failed',
  'contact.rescheduled',
  'contact.exhausted',
  'webhook.disabled',
  'webhook.test',
] as const;

export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number];

/** A part of an event, as customers see it: names in snake case. */
export type EventPart = Readonly<Record<string, unknown>>;

/** What an endpoint is told, unless it has a body of its own. */
export interface WebhookEvent {
  readonly type: WebhookEventType;
  /** When it happened, RFC 3339 in UTC. */
  readonly timestamp: string;
  readonly data: {
    readonly campaign: EventPart | null;
    readonly contact: EventPart | null;
    readonly call: EventPart | null;
    /** What only this type tells: a reason, an intent, the endpoint that was disabled. */
    readonly [more: string]: unknown;
  };
}
