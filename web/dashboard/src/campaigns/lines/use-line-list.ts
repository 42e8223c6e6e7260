import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { answerOf, api, problemFrom, type Schemas } from '../../api/client';
import type { ApiProblem } from '../../api/problem';
import { queryKeys } from '../../api/query-keys';
import { subscribeToLines } from '../live/changed-lines';
import { createLineRows, type LineFilter, type LinePage, type LineRows, type Reading } from './line-rows';

const PAGE_SIZE = 150;
/** How long rows are kept that nobody looks at: they can be many. */
const KEPT_MS = 30_000;
/** Contacts are counted anew at most so often. */
const COUNT_EVERY_MS = 3_000;
const MAX_EARLY = 2_000;

/** The contacts that match a filter, read as somebody scrolls to them, and kept up to date while they are looked at. */
export interface LineList {
  /** null while the first page is read, or could not be. */
  readonly list: LineRows | null;
  /** Grows with each change of the list. */
  readonly version: number;
  /** How many match; undefined: not known yet. */
  readonly total: number | undefined;
  readonly isReading: boolean;
  /** Why the next page could not be read. */
  readonly problem: ApiProblem | null;
  /** Told which rows are looked at. */
  readonly show: (firstIndex: number, lastIndex: number) => void;
  readonly tryAgain: () => void;
  readonly pin: (id: number | null) => void;
}

/** Keeps the list of contacts of a campaign. */
export function useLineList(campaignId: number, filter: LineFilter): LineList {
  const client = useQueryClient();
  const listKey = [...queryKeys.lines(campaignId), filter];
  const [version, changed] = useReducer((count: number) => count + 1, 0);
  const first = useQuery({
    queryKey: listKey,
    queryFn: async ({ signal }) => {
      const known = client.getQueryData<{ list: LineRows }>(listKey)?.list;
      known?.outdate();
      const again = known?.wanted(0, 0);
      const { page, readAt } = await readPage(campaignId, filter, null, signal);
      const list = known ?? createLineRows(filter, readAt);
      const reading = again ?? list.wanted(0, 0);
      if (reading) list.put(reading, page);
      return { list };
    },
    structuralSharing: false,
    gcTime: KEPT_MS,
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
  const list = first.data?.list ?? null;
  const total = useTotal(campaignId, filter);
  const reader = useReader(client, { campaignId, filter, list, changed });
  const { read } = reader;
  useEffect(() => read(), [read, first.dataUpdatedAt]);
  const countAnew = total.countAnew;
  const early = useRef<Schemas['Line'][]>([]);
  useEffect(() => {
    // What changes while the first page is on its way is not in it.
    if (list?.hear(early.current)) changed();
    early.current = [];
    return subscribeToLines(campaignId, (lines) => {
      if (!list) early.current = [...early.current, ...lines].slice(-MAX_EARLY);
      else if (list.hear(lines)) changed();
      countAnew();
    });
  }, [campaignId, list, countAnew]);
  const pin = useCallback(
    (id: number | null) => {
      if (list?.pin(id)) changed();
    },
    [list],
  );
  return {
    list,
    version,
    total: total.count,
    isReading: first.isFetching || reader.isReading,
    problem: list ? reader.problem : first.error && problemFrom(first.error),
    show: reader.show,
    tryAgain: () => (list ? read() : void first.refetch()),
    pin,
  };
}

interface ReaderInput {
  readonly campaignId: number;
  readonly filter: LineFilter;
  readonly list: LineRows | null;
  readonly changed: () => void;
}

/** Reads the pages that are looked at, one after the other. */
function useReader(client: QueryClient, { campaignId, filter, list, changed }: ReaderInput) {
  const range = useRef<readonly [number, number]>([0, 0]);
  const under = useRef<LineRows | null>(null);
  const [state, setState] = useState<{ isReading: boolean; problem: ApiProblem | null }>(AT_REST);
  const latest = useRef({ campaignId, filter, list, changed });
  useEffect(() => {
    latest.current = { campaignId, filter, list, changed };
  });
  const run = useCallback(async () => {
    const { list: rows, ...input } = latest.current;
    if (!rows || under.current === rows) return;
    under.current = rows;
    setState({ isReading: true, problem: null });
    let problem: ApiProblem | null = null;
    try {
      for (let next = rows.wanted(...range.current); next; next = rows.wanted(...range.current)) {
        rows.put(next, await fetchPage(client, input, next));
        if (under.current !== rows) return;
        input.changed();
      }
    } catch (error) {
      problem = problemFrom(error);
    }
    if (under.current !== rows) return;
    under.current = null;
    setState({ isReading: false, problem });
  }, [client]);
  const read = useCallback(() => {
    const { list: rows } = latest.current;
    if (rows?.wanted(...range.current)) void run();
  }, [run]);
  const show = useCallback(
    (firstIndex: number, lastIndex: number) => {
      range.current = [firstIndex, lastIndex];
      read();
    },
    [read],
  );
  return { ...state, show, read };
}

const AT_REST = { isReading: false, problem: null };

/** As a query, so that the connection is watched, and temporary failures are tried again. Nothing is kept of it. */
function fetchPage(
  client: QueryClient,
  { campaignId, filter }: Pick<ReaderInput, 'campaignId' | 'filter'>,
  reading: Reading,
): Promise<LinePage> {
  return client.fetchQuery({
    queryKey: [...queryKeys.lines(campaignId), filter, 'page', reading.cursor],
    queryFn: async ({ signal }) => (await readPage(campaignId, filter, reading.cursor, signal)).page,
    staleTime: 0,
    gcTime: 0,
  });
}

/** `readAt` is when the API answered, by its own clock, in epoch milliseconds. */
async function readPage(campaignId: number, filter: LineFilter, cursor: string | null, signal: AbortSignal) {
  const query = { pagesize: PAGE_SIZE, ...(cursor !== null && { cursor }), ...queryOf(filter) };
  const request = api.GET('/api/v1/calls/bulk_call/{id}/lines', {
    params: { path: { id: campaignId }, query },
    signal,
  });
  const page: LinePage = await answerOf(request);
  const date = (await request).response.headers.get('date');
  return { page, readAt: date === null ? Date.now() : Date.parse(date) };
}

/** How many contacts match; counted anew at most every few seconds while they change. */
function useTotal(campaignId: number, filter: LineFilter) {
  const client = useQueryClient();
  const queryKey = [...queryKeys.lines(campaignId), 'total', filter];
  const { data } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const query = { pagesize: 1, include_total: 'true' as const, ...queryOf(filter) };
      const params = { path: { id: campaignId }, query };
      const { total_records } = await answerOf(api.GET('/api/v1/calls/bulk_call/{id}/lines', { params, signal }));
      return total_records ?? 0;
    },
    gcTime: KEPT_MS,
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const count = useRef(() => {});
  useEffect(() => {
    count.current = () => void client.invalidateQueries({ queryKey });
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const countAnew = useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      count.current();
    }, COUNT_EVERY_MS);
  }, []);
  return { count: data, countAnew };
}

function queryOf({ status, interaction, search }: LineFilter) {
  return {
    ...(status !== null && { call_status: status }),
    ...(interaction !== null && { interaction_status: interaction }),
    ...(search !== null && { search }),
  };
}
