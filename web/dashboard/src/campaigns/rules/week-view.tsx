import { Group, Text } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { IconClock } from '@tabler/icons-react';
import { useState } from 'react';
import { weekOf, type ClockChange, type DayPart, type Opening, type WeekDay } from './week-days';
import classes from './week-view.module.css';

interface WeekViewProps {
  readonly openings: readonly Opening[];
  readonly clockChanges: readonly ClockChange[];
  /** IANA zone whose days are drawn. */
  readonly zone: string;
}

const DAY_MINUTES = 1_440;
const MINUTE_MS = 60_000;
const ASKED_AGO_MINUTES = 2;
const HOURS = [0, 6, 12, 18, 24];

/** The next seven days with the hours in which it calls, drawn and in words. */
export function WeekView({ openings, clockChanges, zone }: WeekViewProps) {
  const days = weekOf(openings, clockChanges, zone, useNow());
  return (
    <figure className={classes.week} aria-label="Hours of the next seven days">
      <div className={classes.hours} aria-hidden>
        <div className={classes.scale}>
          {HOURS.map((hour) => (
            <span key={hour} style={{ left: `${(hour / 24) * 100}%` }}>
              {String(hour).padStart(2, '0')}
            </span>
          ))}
        </div>
      </div>
      <ul className={classes.days}>
        {days.map((day) => (
          <DayRow key={day.date} day={day} />
        ))}
      </ul>
      <Group component="figcaption" gap="md" mt="xs" fz="xs" c="dimmed">
        <span>
          <span className={`${classes.key} ${classes.open}`} aria-hidden /> open
        </span>
        <span>
          <span className={`${classes.key} ${classes.closed}`} aria-hidden /> closed
        </span>
        <span>Times of {zone}</span>
      </Group>
    </figure>
  );
}

/** Epoch milliseconds, to about a minute. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useInterval(() => setNow(Date.now()), MINUTE_MS, { autoInvoke: true });
  return now;
}

function DayRow({ day }: { readonly day: WeekDay }) {
  return (
    <li className={classes.day}>
      <Text size="sm" fw={500} className={classes.label}>
        <time dateTime={day.date}>{day.label}</time>
      </Text>
      <div className={`${classes.bar} ${classes.closed}`} aria-hidden>
        {day.pastMinutes > 0 && (
          <div className={classes.past} style={placeOf({ startMinute: 0, endMinute: day.pastMinutes })} />
        )}
        {day.open.map((part) => (
          <div key={part.startMinute} className={`${classes.block} ${classes.open}`} style={placeOf(part)} />
        ))}
      </div>
      <Text size="xs" className={`${classes.text} figures`} c={day.open.length === 0 ? 'dimmed' : undefined}>
        {day.text}
        {isOpenNow(day) && ' (from now on)'}
      </Text>
      {day.clockText !== null && (
        <Text size="xs" fw={600} className={classes.clock}>
          <IconClock size={14} aria-hidden className={classes.icon} /> {day.clockText}
        </Text>
      )}
    </li>
  );
}

/** Openings are told from the minute on in which they were asked for. */
function isOpenNow({ pastMinutes, open: [first] }: WeekDay): boolean {
  return pastMinutes > 0 && first !== undefined && Math.abs(first.startMinute - pastMinutes) <= ASKED_AGO_MINUTES;
}

function placeOf({ startMinute, endMinute }: DayPart) {
  const percent = (minutes: number) => `${(minutes / DAY_MINUTES) * 100}%`;
  return { left: percent(startMinute), width: percent(endMinute - startMinute) };
}
