import { QueryClient } from '@tanstack/react-query';
import type { components } from '../../../../client/schema';

type Campaign = components['schemas']['Campaign'];

const CAMPAIGN = ['campaigns', 12];
const FIGURES = ['campaigns', 12, 'figures'];

/** What is known of a campaign that calls, and what an event makes of it. */
async function hear(event: Partial<Campaign>) {
  // The API's client asks where the page is.
  Object.assign(globalThis, { window: { location: { origin: 'http://127.0.0.1' } } });
  const { keepCampaign } = await import('./keep-campaign');
  const client = new QueryClient();
  client.setQueryData(CAMPAIGN, {
    details: { id: 12, status: 'in_progress', name: 'Renewals', concurrent_call_limit: 5 },
  });
  client.setQueryData(FIGURES, { calls: { in_progress: 1 } });
  keepCampaign(client, { id: 12, status: 'in_progress', name: 'Renewals', ...event } as Campaign);
  return { known: client.getQueryData(CAMPAIGN), areFiguresOld: client.getQueryState(FIGURES)?.isInvalidated };
}

afterEach(() => Reflect.deleteProperty(globalThis, 'window'));

test('another status has the figures beside it read anew', async () => {
  const { known, areFiguresOld } = await hear({ status: 'completed' });
  expect(known).toMatchObject({ details: { status: 'completed', concurrent_call_limit: 5 } });
  expect(areFiguresOld).toBe(true);
});

test('any other change leaves them to the next event', async () => {
  const { known, areFiguresOld } = await hear({ name: 'Renewals 2' });
  expect(known).toMatchObject({ details: { name: 'Renewals 2', status: 'in_progress' } });
  expect(areFiguresOld).toBe(false);
});
