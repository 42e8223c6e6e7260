/** Columns that are fields of a contact; unless told, the API takes them for variables. */
const FIELDS = ['external_id', 'timezone', 'priority', 'schedule_at', 'expires_at'];
const HEAD_BYTES = 64 * 1024;

/**
 * What the address of an upload says about a file's columns: those that are called as fields are fields.
 *
 * @example await fieldsQuery(new Blob(['phone,priority,plan'])) // 'map.priority=priority'
 */
export async function fieldsQuery(file: Blob): Promise<string> {
  const head = await file.slice(0, HEAD_BYTES).text();
  const [line = ''] = head.split(/\r\n|\r|\n/, 1);
  const columns = line.split(/[,;\t]/).map((column) => column.trim().replace(/^"(.*)"$/, '$1'));
  const query = new URLSearchParams();
  for (const field of FIELDS) if (columns.includes(field)) query.set(`map.${field}`, field);
  return query.toString();
}
