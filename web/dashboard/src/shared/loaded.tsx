import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { problemFrom } from '../api/client';
import { ProblemAlert } from './problem-alert';

/** As much of what `useQuery` answers as is needed to show it. */
export interface Query<Data> {
  readonly data: Data | undefined;
  readonly error: Error | null;
}

interface LoadedProps<Data> {
  readonly query: Query<Data>;
  /** Of the place that is kept for it, in pixels. */
  readonly height: number;
  readonly children: (data: Data) => ReactNode;
}

/** What was read, as soon as it is there; what was read before stays beside a problem. */
export function Loaded<Data>({ query: { data, error }, height, children }: LoadedProps<Data>) {
  return (
    <>
      {error !== null && <ProblemAlert problem={problemFrom(error)} />}
      {data === undefined && error === null && <Skeleton h={height} aria-label="Loading" />}
      {data !== undefined && children(data)}
    </>
  );
}
