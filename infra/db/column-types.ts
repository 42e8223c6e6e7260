import type { ColumnType } from 'kysely';

export type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;
export type NullableTimestamp = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
export type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;
/** May be null, and left out when a row is inserted. */
export type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>;
