import { Select, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { FormDialog } from '../../shared/form-dialog';
import { showDone } from '../../shared/notices';
import { useFields } from '../../shared/use-fields';

type Agent = Schemas['Agent'];
type Direction = NonNullable<Agent['webhook_direction']>;

const DIRECTIONS: ReadonlyArray<{ value: Direction; label: string }> = [
  { value: 'both', label: 'Calls out and calls in' },
  { value: 'outbound', label: 'Calls out' },
  { value: 'inbound', label: 'Calls in' },
];

interface AgentForm {
  readonly name: string;
  readonly welcome_message: string;
  readonly prompt: string;
  readonly provider_reference: string;
  readonly pre_call_webhook_url: string;
  readonly webhook_direction: Direction;
}

/** Writes a new agent, or changes one that is there. */
export function AgentDialog({ agent, onClose }: { agent: Agent | null; onClose: () => void }) {
  const client = useQueryClient();
  const { form, change, text } = useFields(() => formOf(agent));
  const submit = async () => {
    const saved = agent
      ? await answerOf(api.PUT('/api/v1/agents/{id}', { params: { path: { id: agent.id } }, body: form }))
      : await answerOf(api.POST('/api/v1/agents', { body: form }));
    showDone(`The agent ${saved.agent.name} is stored.`);
    onClose();
    await client.invalidateQueries({ queryKey: queryKeys.agents });
  };
  return (
    <FormDialog
      title={agent ? `Change ${agent.name}` : 'New agent'}
      action={agent ? 'Save' : 'Make the agent'}
      onClose={onClose}
      submit={submit}
    >
      <TextInput label="Name" withAsterisk data-autofocus maxLength={255} {...text('name')} />
      <Textarea
        label="Welcome message"
        description="What is said first. {{ customer_name }} and the like are filled in for each contact."
        rows={2}
        maxLength={10_000}
        {...text('welcome_message')}
      />
      <Textarea
        label="Prompt"
        description="What the agent is to do; may contain variables, too."
        rows={6}
        maxLength={100_000}
        {...text('prompt')}
      />
      <TextInput
        label="At the provider"
        description="Retell's agent id, Vapi's assistant id; on Twilio a TwiML template, or a wss:// or https:// address."
        maxLength={10_000}
        {...text('provider_reference')}
      />
      <TextInput
        label="Pre-call webhook"
        description="Asked before each call; it may add variables, or hold the call off."
        type="url"
        placeholder="https://"
        maxLength={2_048}
        {...text('pre_call_webhook_url')}
      />
      {form.pre_call_webhook_url !== '' && (
        <Select
          label="It is asked before"
          data={[...DIRECTIONS]}
          allowDeselect={false}
          value={form.webhook_direction}
          onChange={(value) => value !== null && change({ webhook_direction: value })}
        />
      )}
    </FormDialog>
  );
}

function formOf(agent: Agent | null): AgentForm {
  return {
    name: agent?.name ?? '',
    welcome_message: agent?.welcome_message ?? '',
    prompt: agent?.prompt ?? '',
    provider_reference: agent?.provider_reference ?? '',
    pre_call_webhook_url: agent?.pre_call_webhook_url ?? '',
    webhook_direction: agent?.webhook_direction ?? 'both',
  };
}
