import { createApiWorld, type ApiWorld } from './api-world';
import { addLine } from './line-fixtures';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

test('two contacts of one number that are suppressed at once, each with a key, are both answered', async () => {
  const id = await api.createCampaign();
  const answers: number[] = [];
  for (let n = 0; n < 15; n += 1) {
    const number = `+1555444${1000 + n}`;
    const lines = await Promise.all([1, 2].map(() => addLine(api, id, { to_number: number })));
    const got = await Promise.all(
      lines.map((line, which) => {
        const headers = { 'Idempotency-Key': `suppress-${n}-${which}` };
        return api.call('post', `/calls/bulk_call/${id}/lines/${line.id}/suppress`, { headers });
      }),
    );
    answers.push(...got.map(({ status }) => status));
  }
  // The later one may find its contact ended already.
  expect(answers.filter((status) => status !== 200 && status !== 409)).toEqual([]);
});
