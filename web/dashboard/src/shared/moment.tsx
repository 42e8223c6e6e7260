import { Text, Tooltip, type TextProps } from '@mantine/core';

interface MomentProps extends TextProps {
  /** RFC 3339; null shows `none`. */
  readonly at: string | null | undefined;
  /** IANA zone; the browser's own unless told. */
  readonly zone?: string;
  /** The zone of times beside it: where it is not the browser's own, that is named. */
  readonly beside?: string;
  readonly none?: string;
}

/** An instant, short, in a zone that is said; pointing at it shows it in full. */
export function Moment({ at, zone, beside, none = '–', ...rest }: MomentProps) {
  if (!at) return <Text {...rest}>{none}</Text>;
  return (
    <Tooltip label={fullText(at, zone)} events={{ hover: true, focus: true, touch: true }}>
      <Text component="time" dateTime={at} {...rest}>
        {beside === undefined ? shortText(at, zone) : ownText(at, beside)}
      </Text>
    </Tooltip>
  );
}

/** The zone of whoever looks at the page. */
export const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** @example shortText('2026-11-22T09:00:00Z', 'Europe/Berlin') // 'Nov 22, 10:00' */
export function shortText(at: string, zone: string = OWN_ZONE): string {
  const date = new Date(at);
  const thisYear = date.getFullYear() === new Date().getFullYear();
  return format(date, zone, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(!thisYear && { year: 'numeric' }),
  });
}

/**
 * An instant in one's own zone, which is named where times of another stand beside it.
 *
 * @example ownText('2026-11-22T09:00:00Z', 'America/New_York') // 'Nov 22, 10:00 (Europe/Berlin)'
 */
export function ownText(at: string, beside: string): string {
  return beside === OWN_ZONE ? shortText(at) : `${shortText(at)} (${OWN_ZONE})`;
}

/** @example fullText('2026-11-22T09:00:00Z', 'Europe/Berlin') // 'Sunday, November 22, 2026, 10:00:00 (Europe/Berlin)' */
export function fullText(at: string, zone: string = OWN_ZONE): string {
  const text = format(new Date(at), zone, {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return `${text} (${zone})`;
}

function format(date: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-US', { ...options, timeZone, hourCycle: 'h23' }).format(date);
}
