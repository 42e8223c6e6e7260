import { ADAPTERS } from '../../infra/telephony/adapters';
import { CASES, readColumns } from './matrix';

test('the matrix in docs/providers.md has the simulator and every provider that an account may be with', () => {
  const titles = [...ADAPTERS.values()].map(({ title }) => title);
  expect(titles.length).toBeGreaterThan(0);
  expect(
    readColumns()
      .map(({ title }) => title)
      .sort(),
  ).toEqual(['Simulator', ...titles].sort());
});

test('every provider has an answer in each row of it', () => {
  const columns = readColumns();
  expect(columns.length).toBeGreaterThan(1);
  for (const { answers } of columns) expect([...answers.keys()]).toEqual(Object.keys(CASES));
});
