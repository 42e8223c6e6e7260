/** What each action of the audit log means, for people. */
const TEXTS: Readonly<Record<string, string>> = {
  'api_key.create': 'made an API key',
  'api_key.revoke': 'revoked an API key',
  'calling_rules.contact_hours_off': 'switched the legal calling hours off, for the organization',
  'calling_rules.update': 'changed the calling rules of the organization',
  'campaign.contact_hours_off': 'switched the legal calling hours off, for a campaign',
  'campaign.manual_retry': 'had contacts that were not reached called again',
  'campaign.numbers': 'changed the numbers that a campaign calls from',
  'campaign.reschedule': 'changed the start of a campaign',
  'campaign.settings': 'changed the settings of a campaign',
  'deliveries.replay': 'replayed failed deliveries',
  'delivery.replay': 'replayed a delivery',
  'line.call_now': 'had a contact called at once',
  'line.reschedule': 'gave a contact another time',
  'line.skip': 'skipped a contact',
  'line.suppress': 'put the number of a contact on the do-not-call list',
  'provider_account.create': 'added a provider account',
  'provider_account.credentials': 'replaced the credentials of a provider account',
  'provider_account.delete': 'deleted a provider account',
  'provider_account.update': 'changed a provider account',
  'suppression.add': 'put numbers on the do-not-call list',
  'suppression.remove': 'took a number off the do-not-call list',
  'webhook.create': 'made a webhook',
  'webhook.delete': 'deleted a webhook',
  'webhook.disabled': 'disabled a webhook, which failed for too long',
  'webhook.enable': 'enabled a webhook again',
  'webhook.replay': 'replayed what a webhook had missed',
  'webhook.reveal': 'looked at the secret of a webhook',
  'webhook.rotate_secret': 'rotated the secret of a webhook',
  'webhook.update': 'changed a webhook',
  'webhook_secret.reveal': 'looked at the callback secret',
  'webhook_secret.rotate': 'rotated the callback secret',
  'webhook_token.create': 'made the webhook token',
  'webhook_token.replace': 'made a new webhook token',
  'webhook_token.reveal': 'looked at the webhook token',
  'webhook_token.revoke': 'revoked the webhook token',
};

/** @example actionText('webhook.reveal') // 'looked at the secret of a webhook' */
export function actionText(action: string): string {
  return TEXTS[action] ?? action.replaceAll(/[._]/g, ' ');
}
