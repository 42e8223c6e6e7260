import { Text } from '@mantine/core';
import { OWN_ZONE, shortText } from './moment';

/** An instant in a zone that is said, and in one's own where the clock shows something else there. */
export function WhenInZones({ at, zone }: { at: string; zone: string }) {
  const there = shortText(at, zone);
  const here = shortText(at, OWN_ZONE);
  return (
    <Text component="time" dateTime={at} inherit>
      {there} ({zone}){here !== there && `, ${here} where you are (${OWN_ZONE})`}
    </Text>
  );
}
