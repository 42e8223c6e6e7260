import { z } from 'zod';
import { id, success, timestamp } from './common';

const column = z.string().max(500).optional();

export const csvContactsQuery = z
  .object({
    'map.to_number': column.meta({ description: 'Name of the column that holds the number.' }),
    'map.external_id': column,
    'map.timezone': column,
    'map.priority': column,
    'map.schedule_at': column,
    'map.expires_at': column,
    unmapped: z.enum(['variables', 'ignore']).optional().meta({
      description: 'Columns that no `map.` names: `variables` (unless told) makes each a custom variable.',
    }),
  })
  .catchall(z.string());

const rejection = z.object({ line: z.int(), code: z.string(), reason: z.string() });

const counts = {
  import_id: id,
  rows: z.int().meta({ description: 'Read so far; the sum of the next four.' }),
  accepted: z.int(),
  skipped: z.int().meta({ description: 'Stored, and not called because of a condition.' }),
  duplicates: z.int().meta({ description: 'Were there already; skipped, updated or requeued by the campaign.' }),
  rejected: z.int(),
  rejected_rows_url: z.string().nullable().meta({ description: 'Relative; null when no row was rejected.' }),
  first_rejections: z.array(rejection).meta({ description: 'The first 20; `line` is that of the file.' }),
};

export const csvContactsAnswer = z
  .object({ status: success, campaign_status: z.string(), ...counts })
  .meta({ id: 'ImportedContacts' });

export const csvImportAnswer = z
  .object({
    status: success,
    ...counts,
    columns: z.array(z.string()),
    created_at: timestamp,
    finished_at: timestamp.nullable().meta({ description: 'Null while it is read, and when it broke off.' }),
  })
  .meta({ id: 'CsvImport' });

export const rejectedRows = z.string();
