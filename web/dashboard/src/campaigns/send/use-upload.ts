import { useEffect, useRef, useState } from 'react';
import { problemFrom, type Schemas } from '../../api/client';
import type { ApiProblem } from '../../api/problem';
import { uploadFile } from '../../api/upload-file';
import { whileBusy } from '../csv/while-busy';

/** How far an upload is. */
interface UploadState {
  /** How much has been sent, 0 to 1; null: nothing is being sent. */
  readonly share: number | null;
  /** An earlier try of the same file is still being stored. */
  readonly waits: boolean;
  readonly imported: Schemas['ImportedContacts'] | null;
  readonly problem: ApiProblem | null;
  readonly isStopped: boolean;
}

/** A file, and the query that says what its columns are. */
interface Sent {
  readonly file: Blob;
  readonly query: string;
}

const AT_REST: UploadState = { share: null, waits: false, imported: null, problem: null, isStopped: false };

/** Sends files of contacts to a campaign, one at a time. */
export function useUpload(campaignId: number) {
  const [state, setState] = useState<UploadState>(AT_REST);
  const under = useRef<AbortController>(null);
  const last = useRef<(Sent & { readonly idempotencyKey: string }) | null>(null);
  useEffect(() => () => under.current?.abort(), []);
  const send = async ({ file, query }: Sent) => {
    const call = new AbortController();
    under.current = call;
    // The same for each try of one file: what is stored already is not stored again.
    if (last.current?.file !== file || last.current.query !== query) {
      last.current = { file, query, idempotencyKey: newKey() };
    }
    const { idempotencyKey } = last.current;
    const { signal } = call;
    let waits = false;
    setState({ ...AT_REST, share: 0 });
    try {
      const onProgress = (share: number) => setState({ ...AT_REST, share, waits });
      const path = `/api/v1/calls/bulk_call/${campaignId}/contacts.csv?${query}`;
      const upload = () => uploadFile<Schemas['ImportedContacts']>({ path, file, idempotencyKey, onProgress, signal });
      const onBusy = () => {
        waits = true;
        onProgress(1);
      };
      setState({ ...AT_REST, imported: await whileBusy(upload, { signal, onBusy }) });
    } catch (error) {
      setState(signal.aborted ? { ...AT_REST, isStopped: true } : { ...AT_REST, problem: problemFrom(error) });
    }
  };
  return { state, send, stop: () => under.current?.abort(), forget: () => setState(AT_REST) };
}

function newKey(): string {
  // `randomUUID` is there on https alone.
  return `file-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
}
