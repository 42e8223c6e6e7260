import { Table, Text, useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Schemas } from '../../api/client';
import { counted } from '../../shared/counted';
import { OWN_ZONE } from '../../shared/moment';
import classes from './last-hour.module.css';

type Minutes = Schemas['CampaignFigures']['calls']['last_hour'];

const HEIGHT_PX = 200;

interface LastHourProps {
  readonly minutes: Minutes;
  /** The campaign's zone: where it is another, the one of the clock below is named. */
  readonly zone: string;
}

/** Calls of the last hour by the minute: a chart, and the same as a table. */
export function LastHour({ minutes, zone }: LastHourProps) {
  const calls = minutes.reduce((sum, minute) => sum + minute.calls, 0);
  const answered = minutes.reduce((sum, minute) => sum + minute.answered, 0);
  if (calls === 0) return <Text c="dimmed">No call has ended in the last hour.</Text>;
  const summary = `${counted(calls, 'call')} ended in the last hour, ${answered.toLocaleString('en-US')} of them answered.`;
  return (
    <>
      <Chart minutes={minutes} label={summary} />
      <Text size="sm">
        {summary}
        {zone !== OWN_ZONE && ` Times are in your own zone, ${OWN_ZONE}.`}
      </Text>
      <details>
        <summary className={classes.summary}>The same as a table</summary>
        <MinuteTable minutes={minutes} />
      </details>
    </>
  );
}

function Chart({ minutes, label }: { minutes: Minutes; label: string }) {
  const { ref: box, width } = useElementSize();
  const scheme = useComputedColorScheme('light');
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  useEffect(() => {
    if (!place.current) return;
    const made = new uPlot(optionsFor(place.current), [[], [], []], place.current);
    chart.current = made;
    return () => made.destroy();
    // Colours are read from the page: another scheme, another chart.
  }, [scheme]);
  useEffect(() => chart.current?.setData(dataOf(minutes)), [minutes, scheme]);
  useEffect(() => {
    if (width > 0) chart.current?.setSize({ width, height: HEIGHT_PX });
  }, [width, scheme]);
  return (
    <div ref={box} role="img" aria-label={label}>
      <div ref={place} aria-hidden />
    </div>
  );
}

function dataOf(minutes: Minutes): uPlot.AlignedData {
  return [
    minutes.map(({ minute }) => Date.parse(minute) / 1_000),
    minutes.map(({ calls }) => calls),
    minutes.map(({ answered }) => answered),
  ];
}

function optionsFor(element: HTMLElement): uPlot.Options {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(`--mantine-color-${name}`).trim();
  const axis = { stroke: color('dimmed'), grid: { stroke: color('default-border'), width: 1 } };
  const paths = uPlot.paths.bars?.({ size: [0.8, 20] });
  const bars = { width: 0, points: { show: false }, ...(paths && { paths }) };
  return {
    width: element.clientWidth || 300,
    height: HEIGHT_PX,
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { y: { range: (_, _min, max) => [0, Math.max(4, max)] } },
    axes: [
      { ...axis, values: (_, seconds) => seconds.map((at) => clockText(at * 1_000)) },
      { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000], size: 40 },
    ],
    series: [
      { value: (_, at) => (at === null ? '–' : clockText(at * 1_000)) },
      { label: 'Calls', stroke: color('gray-5'), fill: color('gray-5'), ...bars },
      { label: 'Answered', stroke: color('blue-6'), fill: color('blue-6'), ...bars },
    ],
  };
}

function MinuteTable({ minutes }: { minutes: Minutes }) {
  return (
    <Table className="figures" maw={400} verticalSpacing={2}>
      <Table.Caption className="visually-hidden">Minutes of the last hour in which calls ended</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Minute</Table.Th>
          <Table.Th scope="col">Calls</Table.Th>
          <Table.Th scope="col">Answered</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {minutes
          .filter(({ calls }) => calls > 0)
          .map(({ minute, calls, answered }) => (
            <Table.Tr key={minute}>
              <Table.Th scope="row">{clockText(minute)}</Table.Th>
              <Table.Td>{calls}</Table.Td>
              <Table.Td>{answered}</Table.Td>
            </Table.Tr>
          ))}
      </Table.Tbody>
    </Table>
  );
}

function clockText(at: string | number): string {
  return new Intl.DateTimeFormat('en-US', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(at),
  );
}
