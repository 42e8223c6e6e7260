import { Button, FileInput, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { problemFrom, requestJson, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { ProblemAlert } from '../../shared/problem-alert';
import { useAction } from '../../shared/use-action';
import { useFields } from '../../shared/use-fields';
import { suppressedText } from './suppressed-text';

type Result = Schemas['SuppressedFromCsv'];

/** Takes a CSV file of numbers, and says what became of its rows. */
export function UploadDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Upload numbers"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <UploadForm onClose={onClose} />
    </Modal>
  );
}

function UploadForm({ onClose }: { onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const { form, text } = useFields({ reason: '' });
  const upload = useAction({
    run: (chosen: File) => send(chosen, form.reason.trim()),
    changes: [queryKeys.suppressions],
    // Shown in the dialog.
    onProblem: () => undefined,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (file) upload.mutate(file);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <FileInput
          label="CSV file"
          description="The number is in the column number, phone, to_number or phone_number, else in the first. The first line names the columns."
          accept=".csv,text/csv"
          placeholder="Choose a file"
          clearable
          clearButtonProps={{ 'aria-label': 'Another file' }}
          value={file}
          onChange={setFile}
        />
        <TextInput label="Reason" placeholder="added from a file" maxLength={255} {...text('reason')} />
        {upload.error !== null && <ProblemAlert problem={problemFrom(upload.error)} />}
        <div aria-live="polite">{upload.data !== undefined && <Outcome result={upload.data} />}</div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {upload.data === undefined ? 'Leave it' : 'Close'}
          </Button>
          <Button type="submit" disabled={file === null} loading={upload.isPending}>
            Upload
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function send(file: File, reason: string): Promise<Result> {
  const query = reason === '' ? '' : `?${new URLSearchParams({ reason }).toString()}`;
  const headers = { 'Content-Type': 'text/csv' };
  return requestJson<Result>(`/api/v1/suppressions/csv${query}`, { method: 'POST', headers, body: file });
}

function Outcome({ result }: { result: Result }) {
  const { rows, rejected, first_rejections } = result;
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {rows} {rows === 1 ? 'row' : 'rows'} read. {suppressedText(result)}
      </Text>
      {rejected > 0 && (
        <>
          <Text size="sm">
            {rejected} {rejected === 1 ? 'row was' : 'rows were'} not taken
            {rejected > first_rejections.length && `; the first ${first_rejections.length} of them`}:
          </Text>
          <List size="sm">
            {first_rejections.map(({ line, reason }) => (
              <List.Item key={line} className="theirs">
                Line {line}: {reason}
              </List.Item>
            ))}
          </List>
        </>
      )}
    </Stack>
  );
}
