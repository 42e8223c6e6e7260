import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../setup/eventually';
import { createCliWorld, type CliWorld, type Running } from './cli-world';

let world: CliWorld;
beforeAll(async () => {
  world = await createCliWorld();
});
afterAll(() => world.close());

function pushAndWait(campaign: number, csv: string): Running {
  const file = join(world.folder, `${campaign}.csv`);
  writeFileSync(file, csv);
  return world.start(['contacts', 'push', file, '--campaign', String(campaign), '--wait']);
}

describe('contacts push --wait', () => {
  const end = (campaign: number, numbers: readonly string[]) =>
    world.api.db
      .updateTable('lines')
      .set({ call_status: 'completed', ready: false, closed_at: new Date(), updated_at: new Date() })
      .where('campaign_id', '=', campaign)
      .where('to_number', 'in', [...numbers])
      .execute();

  it('ends when every contact of the file is done with, whatever others wait', async () => {
    const id = await world.api.createCampaign();
    const add = (to_number: string) =>
      world.api.call('post', `/calls/bulk_call/${id}/add_contact`, { body: { to_number } });
    await add('+14155559001');
    const running = pushAndWait(id, 'phone\n+14155550001\n+14155550002\n');
    await eventually(() => running.stdout().includes('"accepted":2'), { timeoutMs: 20_000 });
    await add('+14155559002');
    await end(id, ['+14155550001']);
    expect(running.stdout()).not.toContain('waited');
    await end(id, ['+14155550002']);
    const { code, documents } = await running.ended;
    expect([code, documents[1]]).toEqual([0, expect.objectContaining({ waited: 'contacts_done' })]);
    expect(documents[1]).toMatchObject({ summary: { queued: 2, completed: 2 } });
  });

  it('ends when the campaign does', async () => {
    const id = await world.api.createCampaign();
    const running = pushAndWait(id, 'phone\n+14155550001\n');
    await eventually(() => running.stdout().includes('"accepted":1'), { timeoutMs: 20_000 });
    await world.api.db
      .updateTable('campaigns')
      .set({ status: 'cancelled', ended_at: new Date() })
      .where('id', '=', id)
      .execute();
    const { code, documents } = await running.ended;
    expect([code, documents[1]]).toEqual([
      0,
      expect.objectContaining({ waited: 'campaign_ended', campaign_status: 'cancelled' }),
    ]);
  });
});
