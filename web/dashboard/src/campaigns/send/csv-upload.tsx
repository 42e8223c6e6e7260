import { Alert, Anchor, Button, FileInput, Group, List, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { isFinalStatus } from '../../../../../domain/campaign-status';
import type { Schemas } from '../../api/client';
import { useSession } from '../../api/session-store';
import { counted } from '../../shared/counted';
import { PageLink } from '../../shared/page-link';
import { ProblemAlert } from '../../shared/problem-alert';
import { statusText } from '../../shared/status-badge';
import { uploadQuery } from '../csv/column-mapping';
import { CsvContents } from '../csv/csv-contents';
import type { DuplicateRule } from '../csv/csv-summary';
import { fileFaults } from '../csv/file-faults';
import { campaignQuery } from '../live/campaign-query';
import { useChosenFile } from './use-chosen-file';
import { useUpload } from './use-upload';

type Imported = Schemas['ImportedContacts'];

/** Adds the contacts of a file, once it is said what its columns are. */
export function CsvUpload({ campaignId }: { campaignId: number }) {
  const campaign = useQuery(campaignQuery(campaignId)).data?.details;
  const chosen = useChosenFile();
  const { state, send, stop, forget } = useUpload(campaignId);
  const mayAdd = useSession()?.scopes.includes('contacts:write') ?? false;
  const { reading, file, findings } = chosen;
  const isAtWork = state.share !== null;
  const faults = reading ? [...fileFaults(reading, findings).values()] : [];
  const blocked = faults[0] ?? (reading && !findings?.done ? 'The file is being read.' : null);
  const choose = (offered: File | null) => {
    forget();
    chosen.choose(offered);
  };
  if (campaign && isFinalStatus(campaign.status)) return <Closed status={campaign.status} />;
  return (
    <Stack gap="sm">
      <FileInput
        label="CSV file"
        description="UTF-8, with commas, semicolons or tabs. What each column becomes is asked before it is sent."
        placeholder="Choose a file"
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
        clearable
        clearButtonProps={{ 'aria-label': 'Take the file away' }}
        maw={480}
        styles={{ placeholder: { color: 'var(--mantine-color-dimmed)' } }}
        value={chosen.offered}
        onChange={choose}
        error={chosen.problem}
        disabled={isAtWork || !mayAdd}
      />
      {!mayAdd && <Text size="sm">Your key may only look. Adding contacts needs the scope contacts:write.</Text>}
      {reading && !chosen.problem && !isAtWork && !state.imported && (
        <CsvContents
          reading={reading}
          findings={findings}
          duplicates={campaign?.duplicates as DuplicateRule}
          onChange={chosen.change}
          onFirstRow={chosen.decideFirstRow}
        />
      )}
      {blocked !== null && (
        <Text size="sm" c="dimmed" id="why-not-sent" className="theirs">
          {blocked}
        </Text>
      )}
      <Group>
        <Button
          disabled={!reading || !mayAdd || state.imported !== null || blocked !== null || chosen.problem !== null}
          loading={isAtWork}
          onClick={() => reading && file && void send({ file, query: uploadQuery(reading.columns, reading.mapping) })}
          aria-describedby={blocked === null ? undefined : 'why-not-sent'}
        >
          {state.problem ? 'Send the file again' : 'Send the file'}
        </Button>
        {isAtWork && (
          <Button variant="default" onClick={stop}>
            Stop
          </Button>
        )}
      </Group>
      {state.share !== null && <UploadProgress share={state.share} waits={state.waits} />}
      <div aria-live="polite">
        {state.problem && <ProblemAlert problem={state.problem} />}
        {state.isStopped && <Text size="sm">Stopped. The rows that were read until then are stored.</Text>}
        {state.imported && <Result imported={state.imported} />}
      </div>
    </Stack>
  );
}

function Closed({ status }: { status: Schemas['Campaign']['status'] }) {
  return (
    <Text size="sm">
      This campaign is {statusText(status)} and takes no more contacts.{' '}
      <PageLink to="/campaigns/new" inherit underline="always">
        Make a new campaign
      </PageLink>{' '}
      of the file.
    </Text>
  );
}

function UploadProgress({ share, waits }: { share: number; waits: boolean }) {
  const percent = Math.floor(share * 100);
  return (
    <Stack gap={4} maw={480}>
      <Progress value={percent} animated aria-label="How much of the file is sent" />
      <Text size="sm" c="dimmed" className="figures">
        {waits
          ? 'What was sent before is still being stored. This page waits for that.'
          : percent < 100
            ? `${percent} % sent`
            : 'Sent. The last rows are being stored.'}
      </Text>
    </Stack>
  );
}

function Result({ imported }: { imported: Imported }) {
  const { rows, accepted, skipped, duplicates, rejected, rejected_rows_url, first_rejections } = imported;
  return (
    <Alert color={rejected > 0 ? 'yellow' : 'green'} title={`${counted(accepted, 'contact')} added`} className="theirs">
      <Stack gap={4}>
        <Text size="sm">
          Of {counted(rows, 'row')}: {accepted.toLocaleString('en-US')} added, {skipped.toLocaleString('en-US')} stored
          but not called because of a condition, {duplicates.toLocaleString('en-US')} there already,{' '}
          {rejected.toLocaleString('en-US')} rejected.
        </Text>
        {rejected_rows_url !== null && (
          <Anchor href={rejected_rows_url} download size="sm" underline="always" c="inherit">
            Download the rejected rows
          </Anchor>
        )}
        {rejected > 0 && <Text size="sm">Correct them in that file, then choose it here.</Text>}
        {first_rejections.length > 0 && (
          <List size="sm">
            {first_rejections.slice(0, 5).map(({ line, reason }) => (
              <List.Item key={line}>
                Line {line}: {reason}
              </List.Item>
            ))}
          </List>
        )}
      </Stack>
    </Alert>
  );
}
