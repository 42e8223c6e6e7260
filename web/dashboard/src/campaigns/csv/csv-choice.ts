/** The fields of a contact that a column can fill. */
export const CONTACT_FIELDS = ['number', 'external_id', 'timezone', 'priority', 'schedule_at', 'expires_at'] as const;
export type ContactField = (typeof CONTACT_FIELDS)[number];

/** Where the values of a column go. */
export type ColumnTarget =
  { readonly to: ContactField | 'nothing' } | { readonly to: 'variable' | 'metadata'; readonly name: string };

/** What a file begins with instead of what is in it. */
export interface FileBeginning {
  /** Bytes that are left out. */
  readonly cut: number;
  readonly put: string;
}

/** How a file is read, and sent. */
export interface CsvReading {
  readonly columns: readonly string[];
  /** By column. */
  readonly mapping: readonly ColumnTarget[];
  /** Absent: the file begins as it is. */
  readonly beginning?: FileBeginning;
  /** Somebody has said that the first row names the columns, though it looks like a contact. */
  readonly namesConfirmed?: boolean;
  /** Why the file cannot be read to its end, as somebody has seen it who sends it all the same. */
  readonly stopAccepted?: string;
}

/** The file that was chosen; its content is kept in this browser only. */
export interface CsvChoice extends CsvReading {
  readonly name: string;
  /** Bytes of it as it was chosen. */
  readonly size: number;
  /** With content, below the header; null until all of it has been read. */
  readonly rows: number | null;
}
