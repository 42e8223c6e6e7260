import { Anchor, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { counted } from '../../shared/counted';
import { EmptyState } from '../../shared/empty-state';
import { OWN_ZONE } from '../../shared/moment';
import { PageButton } from '../../shared/page-link';
import { ProblemAlert } from '../../shared/problem-alert';
import { campaignQuery } from '../live/campaign-query';
import { campaignLinesRoute } from '../routes';
import type { LineSearch } from '../search';
import { LineDrawer } from './story/line-drawer';
import { LineFilters } from './line-filters';
import type { LineFilter, LineRows } from './line-rows';
import { LinesTable } from './lines-table';
import { focusRow } from './use-row-keys';
import { useLineList, type LineList } from './use-line-list';

/** The contacts of a campaign, live; one of them opens in a drawer. */
export function LinesPage() {
  const { id } = campaignLinesRoute.useParams();
  const search = campaignLinesRoute.useSearch();
  const filter = useFilter(search);
  const lines = useLineList(id, filter);
  const { changeSearch, open, close } = useAddress();
  const scroller = useRef<HTMLDivElement>(null);
  const openLine = search.line ?? null;
  const { pin } = lines;
  useEffect(() => pin(openLine), [pin, openLine]);
  const onClosed = useCallback((lineId: number) => {
    if (!focusRow(scroller.current, lineId)) scroller.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, []);
  return (
    <section aria-labelledby="lines-title">
      <Group justify="space-between" mb="xs" align="baseline">
        <Title order={2} size="h4" id="lines-title">
          Contacts
        </Title>
        <Count lines={lines} onOpen={open} />
      </Group>
      <OwnZoneNote campaignId={id} />
      <LineFilters campaignId={id} search={search} onChange={changeSearch} onOpen={open} />
      <Contacts campaignId={id} lines={lines} search={search} openLine={openLine} onOpen={open} scroller={scroller} />
      <LineDrawer campaignId={id} lineId={openLine} onClose={close} onClosed={onClosed} />
    </section>
  );
}

interface ContactsProps {
  readonly campaignId: number;
  readonly lines: LineList;
  readonly search: LineSearch;
  readonly openLine: number | null;
  readonly onOpen: (lineId: number) => void;
  readonly scroller: React.RefObject<HTMLDivElement | null>;
}

function Contacts({ lines, search, ...rest }: ContactsProps) {
  const { list, problem, tryAgain } = lines;
  if (list === null) {
    if (!problem) return <Waiting />;
    return (
      <Stack align="flex-start">
        <ProblemAlert problem={problem} />
        <Button onClick={tryAgain}>Try again</Button>
      </Stack>
    );
  }
  if (list.rows.length === 0 && list.isComplete) return <Nobody campaignId={rest.campaignId} search={search} />;
  return <LinesTable lines={{ ...lines, list }} {...rest} />;
}

function Nobody({ campaignId, search }: { campaignId: number; search: LineSearch }) {
  if (search.status ?? search.interaction ?? search.q) {
    return (
      <EmptyState
        title="No contact matches"
        text="Change the search or the filters. Contacts that come to match appear here by themselves."
      />
    );
  }
  return (
    <EmptyState title="No contacts yet" text="Contacts appear here by themselves as soon as they come.">
      <PageButton to="/campaigns/$id/send" params={{ id: campaignId }}>
        Send contacts
      </PageButton>
    </EmptyState>
  );
}

function Waiting() {
  return (
    <Stack gap="xs" aria-busy="true" aria-label="The contacts are being read">
      {Array.from({ length: 10 }, (_, row) => (
        <Skeleton key={row} height={36} />
      ))}
    </Stack>
  );
}

function Count({ lines: { list, total }, onOpen }: { lines: LineList; onOpen: (lineId: number) => void }) {
  const unseen: LineRows['unseen'] = list?.unseen ?? { count: 0, newest: null };
  const { newest } = unseen;
  return (
    <Text size="sm" c="dimmed" className="figures" aria-live="polite" component="div">
      {total !== undefined && <>{counted(total, 'contact')}</>}
      {newest !== null && (
        <>
          {' · '}
          {counted(unseen.count, 'new contact')} at the end of the list.{' '}
          <Anchor component="button" type="button" inherit underline="always" onClick={() => onOpen(newest)}>
            Open the newest
          </Anchor>
        </>
      )}
    </Text>
  );
}

/** Said where the times above the list are those of another zone. */
function OwnZoneNote({ campaignId }: { campaignId: number }) {
  const { data } = useQuery(campaignQuery(campaignId));
  if (!data || data.details.timezone === OWN_ZONE) return null;
  return (
    <Text size="sm" c="dimmed" mb="xs">
      Times in the list are in your own zone, {OWN_ZONE}.
    </Text>
  );
}

function useFilter({ status, interaction, q }: LineSearch): LineFilter {
  return useMemo(
    () => ({ status: status ?? null, interaction: interaction ?? null, search: q ?? null }),
    [status, interaction, q],
  );
}

/** What is looked at stands in the address. */
function useAddress() {
  const navigate = useNavigate({ from: campaignLinesRoute.fullPath });
  const changeSearch = useCallback(
    (change: LineSearch) =>
      void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false }),
    [navigate],
  );
  const open = useCallback(
    (line: number) => void navigate({ search: (before) => ({ ...before, line }), resetScroll: false }),
    [navigate],
  );
  const close = useCallback(
    () => void navigate({ search: (before) => ({ ...before, line: undefined }), resetScroll: false }),
    [navigate],
  );
  return { changeSearch, open, close };
}
