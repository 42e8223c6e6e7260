import { Skeleton } from '@mantine/core';
import { memo } from 'react';
import { OWN_ZONE } from '../../shared/moment';
import { StatusBadge } from '../../shared/status-badge';
import type { LineRow } from './line-rows';
import { interactionText } from './line-words';
import classes from './lines-table.module.css';

/** Pixels; the table counts on it. */
export const ROW_HEIGHT = 44;

/** The table's columns. */
export const COLUMNS = [
  { label: 'Number' },
  { label: 'Name', className: classes.wide },
  { label: 'Status', className: classes.status },
  { label: 'Conversation', className: classes.wide },
  { label: 'Attempts', className: `${classes.wide} ${classes.attempts}` },
  { label: 'Next attempt', className: `${classes.wide} ${classes.time}` },
  { label: 'Changed', className: `${classes.wide} ${classes.time} ${classes.changed}` },
] as const;

interface LineTableRowProps {
  readonly row: LineRow;
  /** Its place in the list, from 0. */
  readonly index: number;
  readonly isActive: boolean;
  readonly isOpen: boolean;
  readonly address: string;
}

/** A contact. Clicks and keys are heard by the table. */
export const LineTableRow = memo(function LineTableRow({ row, index, isActive, isOpen, address }: LineTableRowProps) {
  const [, name, status, conversation, attempts, next, changed] = COLUMNS;
  return (
    <tr
      className={classes.row}
      aria-rowindex={index + 2}
      aria-selected={isOpen}
      tabIndex={isActive ? 0 : -1}
      data-index={index}
      data-line={row.id}
      data-leaving={row.isLeaving || undefined}
    >
      <th scope="row">
        <a className={classes.number} href={address} tabIndex={-1}>
          {row.number}
        </a>
        <span className={classes.second}>{row.name ?? row.externalId}</span>
      </th>
      <td className={name.className} title={row.externalId ?? undefined}>
        {row.name ?? row.externalId ?? '–'}
      </td>
      <td className={status.className}>
        <StatusBadge status={row.status} />
      </td>
      <td className={conversation.className}>{interactionText(row.interaction)}</td>
      <td className={`${attempts.className} figures`}>{row.attempts}</td>
      <td className={next.className}>{row.nextAt === null ? '–' : <Instant at={row.nextAt} />}</td>
      <td className={changed.className}>
        <Instant at={row.changedAt} />
      </td>
    </tr>
  );
});

// Made once: a formatter for each cell would cost more than all the rest of a row.
const SHORT = new Intl.DateTimeFormat('en-US', {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: OWN_ZONE,
});

function Instant({ at }: { at: number }) {
  return (
    <time className="figures" dateTime={new Date(at).toISOString()}>
      {SHORT.format(at)}
    </time>
  );
}

/** The place of a contact that is being read. */
export function RowToCome() {
  return (
    <tr className={classes.row} aria-hidden="true">
      {COLUMNS.map(({ label, ...column }) => (
        <td key={label} className={'className' in column ? column.className : undefined}>
          <Skeleton height={12} />
        </td>
      ))}
    </tr>
  );
}

/** The height of rows that are not drawn. */
export function SpaceRow({ height }: { height: number }) {
  return (
    <tr className={classes.space} aria-hidden="true">
      <td colSpan={COLUMNS.length} style={{ height }} />
    </tr>
  );
}
