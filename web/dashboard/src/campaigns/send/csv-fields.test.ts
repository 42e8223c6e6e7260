import { fieldsQuery } from './csv-fields';

test('columns that are called as fields of a contact are fields, others are left to be variables', async () => {
  const file = new Blob(['phone,"external_id",Priority,plan,timezone\r\n+15551234567,a,b,c,d']);
  expect(await fieldsQuery(file)).toBe('map.external_id=external_id&map.timezone=timezone');
});
