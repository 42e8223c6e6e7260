import { ApiProblem, unreachable } from '../../api/problem';
import { createDraftStore } from './draft-store';
import { launch, startOver, type LaunchRequests } from './launch';
import { newForm, readForm, type ImportOutcome, type WizardForm } from './wizard-form';

/** An API that makes one campaign for a key, as the real one does, and answers or breaks off as it is told. */
function createApi() {
  const campaigns = new Map<string, { id: number; body: string }>();
  const started: number[] = [];
  const cancelled: number[] = [];
  const uploads: string[] = [];
  const faults: Partial<Record<keyof LaunchRequests, Error[]>> = {};
  const lost = (name: keyof LaunchRequests) => {
    const fault = faults[name]?.shift();
    if (fault) throw fault;
  };
  const requests: LaunchRequests = {
    async create(body, key) {
      const known = campaigns.get(key) ?? { id: campaigns.size + 1, body };
      if (known.body !== body) throw new ApiProblem({ status: 422, code: 'idempotency_key_reused', detail: 'Reused.' });
      if (faults.create?.[0] instanceof ApiProblem && faults.create[0].status === 422) lost('create');
      campaigns.set(key, known);
      lost('create');
      return known.id;
    },
    async upload({ path, idempotencyKey }) {
      lost('upload');
      uploads.push(`${path} ${idempotencyKey}`);
      return OUTCOME;
    },
    async start(id) {
      if (!started.includes(id)) started.push(id);
      lost('start');
    },
    async cancel(id) {
      if (!started.includes(id)) cancelled.push(id);
      return !started.includes(id);
    },
  };
  return { requests, campaigns, started, cancelled, uploads, faults };
}

const OUTCOME: ImportOutcome = {
  status: 'success',
  campaign_status: 'draft',
  import_id: 1,
  rows: 2,
  accepted: 2,
  skipped: 0,
  duplicates: 0,
  rejected: 0,
  rejected_rows_url: null,
  first_rejections: [],
};

function formOf(dynamic: boolean): WizardForm {
  const form = newForm('UTC');
  return {
    ...form,
    campaign: { ...form.campaign, name: 'May', phone_number_id: 1, is_dynamic: dynamic },
    csv: { name: 'a.csv', size: 10, rows: 2, columns: ['Mobile'], mapping: [{ to: 'number' }] },
  };
}

/** What the API keeps of a draft: JSON, whose order of members it may change. */
function createDesk(first: WizardForm) {
  let stored = first;
  const store = createDraftStore({ form: first, updatedAt: 'first' }, async (form) => {
    const parts = Object.entries(JSON.parse(JSON.stringify(form)) as Record<string, unknown>).reverse();
    stored = readForm(Object.fromEntries(parts), 'UTC');
    return 'later';
  });
  return { store, stored: () => stored };
}

const file = new Blob(['Mobile\n+15551234567\n']);

function order(api: ReturnType<typeof createApi>, store: ReturnType<typeof createDesk>['store']) {
  const { signal } = new AbortController();
  return { draftId: 7, store, requests: api.requests, file, signal, onProgress: () => undefined };
}

test('a file becomes one campaign: created as a draft, given its contacts, started', async () => {
  const api = createApi();
  const { store } = createDesk(formOf(false));
  expect(await launch(order(api, store))).toEqual({ campaignId: 1, dynamic: false, imported: OUTCOME });
  expect(JSON.parse([...api.campaigns.values()][0]?.body ?? '')).toMatchObject({ save_as_draft: true, name: 'May' });
  expect(api.uploads).toEqual([
    '/api/v1/calls/bulk_call/1/contacts.csv?map.to_number=Mobile campaign-draft-7-0-contacts',
  ]);
  expect(api.started).toEqual([1]);
});

test('a dynamic campaign is created, and not as a draft', async () => {
  const api = createApi();
  const { store } = createDesk(formOf(true));
  expect(await launch(order(api, store))).toEqual({ campaignId: 1, dynamic: true, imported: null });
  expect(JSON.parse([...api.campaigns.values()][0]?.body ?? '')).toMatchObject({ save_as_draft: false });
  expect(api.started).toEqual([]);
});

test.each(['create', 'upload', 'start'] as const)(
  'where the connection breaks at %s, going on from the stored draft makes no second campaign',
  async (part) => {
    const api = createApi();
    api.faults[part] = [unreachable()];
    const desk = createDesk(formOf(false));
    await expect(launch(order(api, desk.store))).rejects.toThrow('cannot be reached');
    const later = createDesk(desk.stored());
    expect(await launch(order(api, later.store))).toMatchObject({ campaignId: 1 });
    expect(api.campaigns.size).toBe(1);
    expect(api.uploads).toHaveLength(1);
    expect(api.started).toEqual([1]);
  },
);

test('what is refused can be corrected and sent again', async () => {
  const api = createApi();
  api.faults.create = [new ApiProblem({ status: 422, code: 'invalid', detail: 'No.' })];
  const { store } = createDesk(formOf(false));
  await expect(launch(order(api, store))).rejects.toThrow('No.');
  expect(store.current().form.launch).toBeNull();
  store.change((form) => ({ ...form, campaign: { ...form.campaign, name: 'June' } }));
  await launch(order(api, store));
  expect(JSON.parse([...api.campaigns.values()][0]?.body ?? '')).toMatchObject({ name: 'June' });
});

test('starting over cancels what was begun and makes another campaign of the changed draft', async () => {
  const api = createApi();
  api.faults.upload = [new ApiProblem({ status: 422, code: 'unsupported_encoding', detail: 'Not UTF-8.' })];
  const { store } = createDesk(formOf(false));
  await expect(launch(order(api, store))).rejects.toThrow('Not UTF-8.');
  await startOver(store, api.requests);
  expect(api.cancelled).toEqual([1]);
  store.change((form) => ({ ...form, campaign: { ...form.campaign, name: 'June' } }));
  expect(await launch(order(api, store))).toMatchObject({ campaignId: 2 });
});

test('a campaign that has been started is not cancelled by starting over', async () => {
  const api = createApi();
  api.faults.start = [unreachable()];
  const { store } = createDesk(formOf(false));
  await expect(launch(order(api, store))).rejects.toThrow();
  await expect(startOver(store, api.requests)).rejects.toThrow('started already');
  expect(api.cancelled).toEqual([]);
});

test('nothing is sent that the draft does not keep', async () => {
  const api = createApi();
  const store = createDraftStore({ form: formOf(false), updatedAt: 'first' }, () => Promise.reject(unreachable()));
  await expect(launch(order(api, store))).rejects.toThrow('cannot be reached');
  store.pause();
  expect(api.campaigns.size).toBe(0);
  expect(store.current().form.launch).toBeNull();
});

test('a file of which nothing was taken starts nothing', async () => {
  const api = createApi();
  const requests = { ...api.requests, upload: async () => ({ ...OUTCOME, accepted: 0, rejected: 2 }) };
  const { store } = createDesk(formOf(false));
  await expect(launch({ ...order(api, store), requests })).rejects.toThrow('No row');
  expect(api.started).toEqual([]);
});

const STILL_RUNNING = new ApiProblem({ status: 409, code: 'request_in_progress', detail: 'Still running.' });

test('what was sent before and is still being stored is waited for, however long that takes', async () => {
  jest.useFakeTimers();
  try {
    const api = createApi();
    api.faults.create = [STILL_RUNNING];
    api.faults.upload = Array.from({ length: 100 }, () => STILL_RUNNING);
    const { store } = createDesk(formOf(false));
    const stages: string[] = [];
    const launched = launch({ ...order(api, store), onProgress: ({ stage }) => stages.push(stage) });
    await jest.advanceTimersByTimeAsync(600_000);
    expect(await launched).toMatchObject({ campaignId: 1, imported: OUTCOME });
    expect(api.campaigns.size).toBe(1);
    expect(api.uploads).toHaveLength(1);
    expect([...new Set(stages)]).toEqual(['creating', 'waiting', 'uploading', 'starting']);
    expect(stages.lastIndexOf('uploading')).toBeLessThan(stages.lastIndexOf('waiting'));
  } finally {
    jest.useRealTimers();
  }
});

test('who leaves while it is waited for waits no longer, and can go on later', async () => {
  const api = createApi();
  api.faults.upload = [STILL_RUNNING];
  const desk = createDesk(formOf(false));
  const left = new AbortController();
  const onProgress = ({ stage }: { stage: string }) => stage === 'waiting' && left.abort(new Error('left'));
  await expect(launch({ ...order(api, desk.store), signal: left.signal, onProgress })).rejects.toThrow('left');
  expect(api.uploads).toEqual([]);
  const later = createDesk(desk.stored());
  expect(await launch(order(api, later.store))).toMatchObject({ campaignId: 1 });
});
