import { z } from 'zod';
import { id, pageQuery, success, timestamp } from './common';

/** A TwiML template is the longest. */
const MAX_REFERENCE_LENGTH = 10_000;

const agentFields = {
  provider_reference: z
    .string()
    .max(MAX_REFERENCE_LENGTH)
    .optional()
    .meta({
      description:
        "What the provider knows the agent by: Retell's agent id, Vapi's assistant id. On Twilio a TwiML template (it " +
        'begins with `<` and may contain `{{ variables }}`), the `wss://` URL of a ConversationRelay, or an `https://` URL ' +
        'that answers TwiML; without one `welcome_message` is said. Simulated numbers take any. Empty takes it away.',
    }),
  welcome_message: z.string().max(10_000).optional().meta({ description: 'May contain `{{ variables }}`.' }),
  prompt: z.string().max(100_000).optional().meta({ description: 'May contain `{{ variables }}`.' }),
  context_breakdown: z
    .array(z.object({ title: z.string().max(500), body: z.string().max(100_000) }))
    .max(200)
    .optional()
    .meta({ description: 'Makes the prompt, unless `prompt` is given.' }),
  pre_call_webhook_url: z.string().max(2_048).optional().meta({
    description: 'Asked before each call whose direction matches; it may add variables, or hold the call off.',
  }),
  webhook_direction: z.enum(['inbound', 'outbound', 'both']).optional().meta({
    description: 'The calls that `pre_call_webhook_url` is asked about; `both` unless told.',
  }),
};

const name = z.string().trim().min(1).max(255);

export const createAgentInput = z.strictObject({ name, ...agentFields }).meta({ id: 'CreateAgent' });
export const updateAgentInput = z.strictObject({ name: name.optional(), ...agentFields }).meta({ id: 'UpdateAgent' });
export type AgentInput = z.output<typeof updateAgentInput>;

const agentRecord = z
  .object({
    id,
    name: z.string(),
    provider_reference: z.string().nullable(),
    welcome_message: z.string(),
    prompt: z.string(),
    pre_call_webhook_url: z.string().nullable(),
    webhook_direction: z.enum(['inbound', 'outbound', 'both']).nullable(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'Agent' });

export const agentAnswer = z.object({ status: success, id, agent: agentRecord });
export const listAgentsQuery = pageQuery;
export const listAgentsAnswer = z.object({ status: success, records: z.array(agentRecord), total_records: z.int() });
export const deletedAnswer = z.object({ status: success, message: z.string(), id });
