import { Alert, Anchor, Button, FileInput, Group, List, Progress, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { problemFrom, type Schemas } from '../../api/client';
import type { ApiProblem } from '../../api/problem';
import { useSession } from '../../api/session-store';
import { uploadFile } from '../../api/upload-file';
import { counted } from '../../shared/counted';
import { ProblemAlert } from '../../shared/problem-alert';
import { fieldsQuery } from './csv-fields';

type Imported = Schemas['ImportedContacts'];

interface Chosen {
  readonly file: File;
  readonly idempotencyKey: string;
}

/** Adds the contacts of a file. */
export function CsvUpload({ campaignId }: { campaignId: number }) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const { state, send, stop, forget } = useUpload(campaignId);
  const mayAdd = useSession()?.scopes.includes('contacts:write') ?? false;
  const choose = (file: File | null) => {
    forget();
    setChosen(file && { file, idempotencyKey: newKey() });
  };
  return (
    <Stack gap="sm">
      <Text size="sm">
        The number is in <code>to_number</code>, <code>phone_number</code> or <code>phone</code>;{' '}
        <code>external_id</code>, <code>priority</code> and <code>timezone</code> are what they are called, and every
        other column is a variable.
      </Text>
      <FileInput
        label="CSV file"
        placeholder="Choose a file"
        accept=".csv,text/csv,text/plain"
        clearable
        clearButtonProps={{ 'aria-label': 'Take the file away' }}
        maw={480}
        styles={{ placeholder: { color: 'var(--mantine-color-dimmed)' } }}
        value={chosen?.file ?? null}
        onChange={choose}
        disabled={state.share !== null || !mayAdd}
      />
      {!mayAdd && <Text size="sm">Your key may only look. Adding contacts needs the scope contacts:write.</Text>}
      <Group>
        <Button
          disabled={!chosen || !mayAdd || state.imported !== null}
          loading={state.share !== null}
          onClick={() => chosen && void send(chosen)}
        >
          {state.problem ? 'Send the file again' : 'Send the file'}
        </Button>
        {state.share !== null && (
          <Button variant="default" onClick={stop}>
            Stop
          </Button>
        )}
      </Group>
      {state.share !== null && <UploadProgress share={state.share} />}
      <div aria-live="polite">
        {state.problem && <ProblemAlert problem={state.problem} />}
        {state.isStopped && <Text size="sm">Stopped. The rows that were read until then are stored.</Text>}
        {state.imported && <Result imported={state.imported} />}
      </div>
    </Stack>
  );
}

interface UploadState {
  /** How much has been sent, 0 to 1; null: nothing is being sent. */
  readonly share: number | null;
  readonly imported: Imported | null;
  readonly problem: ApiProblem | null;
  readonly isStopped: boolean;
}

const AT_REST: UploadState = { share: null, imported: null, problem: null, isStopped: false };

function useUpload(campaignId: number) {
  const [state, setState] = useState<UploadState>(AT_REST);
  const under = useRef<AbortController>(null);
  useEffect(() => () => under.current?.abort(), []);
  const send = async ({ file, idempotencyKey }: Chosen) => {
    const call = new AbortController();
    under.current = call;
    setState({ ...AT_REST, share: 0 });
    try {
      const onProgress = (share: number) => setState({ ...AT_REST, share });
      const path = `/api/v1/calls/bulk_call/${campaignId}/contacts.csv?${await fieldsQuery(file)}`;
      const { signal } = call;
      const imported = await uploadFile<Imported>({ path, file, idempotencyKey, onProgress, signal });
      setState({ ...AT_REST, imported });
    } catch (error) {
      setState(call.signal.aborted ? { ...AT_REST, isStopped: true } : { ...AT_REST, problem: problemFrom(error) });
    }
  };
  return { state, send, stop: () => under.current?.abort(), forget: () => setState(AT_REST) };
}

/** The same for each try of one file: what is stored already is not stored again. */
function newKey(): string {
  // `randomUUID` is there on https alone.
  return `file-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
}

function UploadProgress({ share }: { share: number }) {
  const percent = Math.floor(share * 100);
  return (
    <Stack gap={4} maw={480}>
      <Progress value={percent} animated aria-label="How much of the file is sent" />
      <Text size="sm" c="dimmed" className="figures">
        {percent < 100 ? `${percent} % sent` : 'Sent. The last rows are being stored.'}
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
