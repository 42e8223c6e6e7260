/** What an example is made of. */
export interface LeadExample {
  /** Base of the API, without a slash at its end. */
  readonly publicUrl: string;
  readonly token: string;
  readonly campaignId: number;
  readonly idempotencyKey: string;
}

/** A command for a shell that posts a batch of one lead. With a real token it works when it is pasted. */
export function leadExample({ publicUrl, token, campaignId, idempotencyKey }: LeadExample): string {
  const lead = { campaign_id: campaignId, phone: '+15551234567', name: 'Alice' };
  return [
    `curl -X POST ${quoted(`${publicUrl}/api/v1/leads`)}`,
    `-H ${quoted(`Authorization: Bearer ${token}`)}`,
    `-H ${quoted('Content-Type: application/json')}`,
    `-d ${quoted(JSON.stringify({ idempotency_key: idempotencyKey, leads: [lead] }))}`,
  ].join(' \\\n  ');
}

/** As a shell reads it back, whatever it holds. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
