import type { ReactNode } from 'react';
import { Loaded, type Query } from './loaded';
import { Pager, type PagerProps } from './pager';

const HEIGHT = 200;

interface PagedRecordsProps<Row> extends Omit<PagerProps, 'total'> {
  readonly query: Query<{ readonly records: readonly Row[]; readonly total_records: number }>;
  /** Shown instead where there are none at all. */
  readonly empty?: ReactNode;
  readonly children: (records: readonly Row[]) => ReactNode;
}

/** A page of a list, and the way to the others. */
export function PagedRecords<Row>({ query, empty, children, ...pager }: PagedRecordsProps<Row>) {
  return (
    <Loaded query={query} height={HEIGHT}>
      {({ records, total_records }) =>
        total_records === 0 && empty !== undefined ? (
          empty
        ) : (
          <>
            {children(records)}
            <Pager total={total_records} {...pager} />
          </>
        )
      }
    </Loaded>
  );
}
