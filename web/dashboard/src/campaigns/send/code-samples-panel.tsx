import { Code, Group, SegmentedControl, Stack, Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { CopyText } from '../../shared/copy-text';
import { KINDS, LANGUAGES, sampleOf, type Kind } from './code-samples';
import { LeadToken } from './lead-token';

const KIND_TEXT: Readonly<Record<Kind, string>> = {
  one: 'One contact for each request. It is stored when the answer comes, and called as soon as the campaign has a slot.',
  many: 'Up to 1,000 contacts in a request. Each stands alone: the answer says which were taken and why others were not.',
  leads: 'Up to 1,000 leads, also of several campaigns, with the webhook token: for systems that only push leads.',
};

interface CodeSamplesPanelProps {
  readonly campaignId: number;
  readonly variables: readonly string[];
}

/** Code that sends contacts to this very campaign. */
export function CodeSamplesPanel({ campaignId, variables }: CodeSamplesPanelProps) {
  const [kind, setKind] = useState<Kind>('one');
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label="What is sent"
        data={[...KINDS]}
        value={kind}
        onChange={(value) => setKind(value)}
        style={{ alignSelf: 'flex-start', maxWidth: '100%' }}
      />
      <Text size="sm">{KIND_TEXT[kind]}</Text>
      <Tabs defaultValue="curl" keepMounted={false}>
        <Tabs.List aria-label="Language">
          {LANGUAGES.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {LANGUAGES.map(({ value, label }) => {
          const code = sampleOf(value, kind, { origin: window.location.origin, campaignId, variables });
          return (
            <Tabs.Panel key={value} value={value} pt="xs">
              <Group align="flex-start" gap="xs" wrap="nowrap">
                <Code block tabIndex={0} role="region" aria-label={`${label} code`} style={{ flex: 1, minWidth: 0 }}>
                  {code}
                </Code>
                <CopyText text={code} what={`the ${label} code`} />
              </Group>
            </Tabs.Panel>
          );
        })}
      </Tabs>
      {kind === 'leads' ? <LeadToken campaignId={campaignId} /> : <KeyNote />}
    </Stack>
  );
}

function KeyNote() {
  return (
    <Text size="sm" c="dimmed">
      <code>EVERDIAL_KEY</code> is an API key with the scope contacts:write, kept in an environment variable. Send an{' '}
      <code>Idempotency-Key</code> header with requests that may be repeated after a network failure: then no contact
      comes twice.
    </Text>
  );
}
