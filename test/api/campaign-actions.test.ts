import type { CampaignStatus } from '../../domain/campaign-status';
import { addOrganization, createApiWorld, type ApiWorld } from './api-world';

let api: ApiWorld;
let id: number;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());
beforeEach(async () => {
  id = await api.createCampaign();
  api.campaigns.told.length = 0;
  api.campaigns.failure = null;
  // What the workflow and its projection do.
  api.campaigns.onSignal = async (campaignId, signal) => {
    const status: CampaignStatus = signal === 'pause' ? 'paused' : signal === 'cancel' ? 'cancelled' : 'waiting';
    const ended_at = signal === 'cancel' ? new Date() : null;
    await api.db
      .updateTable('campaigns')
      .set({ status, ended_at, halt_requested: null })
      .where('id', '=', campaignId)
      .execute();
  };
});

const act = (action: string) => api.call('put', `/calls/bulk_call/${id}`, { body: { action } });
const signals = () => api.campaigns.of('signal').map(({ signal }) => signal);
const row = () => api.db.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('pause, resume and cancel', () => {
  it('answer with the status that the workflow shows; repeated, they change nothing', async () => {
    for (const [action, status] of [
      ['pause', 'paused'],
      ['resume', 'waiting'],
      ['cancel', 'cancelled'],
    ] as const) {
      for (let time = 0; time < 2; time += 1) {
        const { body } = await act(action);
        expect(body).toMatchObject({ status: 'success', current_status: status });
      }
    }
    // Told each time but the last: a cancelled campaign is final.
    expect(signals()).toEqual(['pause', 'pause', 'resume', 'resume', 'cancel']);
  });

  it('close the gate before the workflow is told', async () => {
    let gate: string | null = null;
    api.campaigns.onSignal = async () => void (gate = (await row()).halt_requested);
    const response = await act('pause');
    expect(gate).toBe('pause');
    // Nobody has shown it within a second: the gate holds, so the campaign is paused.
    expect((await row()).status).toBe('waiting');
    expect(response.body).toMatchObject({
      current_status: 'paused',
      message: expect.stringContaining('No further call starts'),
    });
    expect((await act('resume')).status).toBe(200);
    expect((await row()).halt_requested).toBeNull();
  });

  it('answer a cancel as cancelled before it is shown', async () => {
    api.campaigns.onSignal = async () => undefined;
    expect((await act('cancel')).body).toMatchObject({ current_status: 'cancelled' });
    expect(await row()).toMatchObject({ status: 'waiting', halt_requested: 'cancel' });
    // Again, for the first may have been lost on its way.
    expect((await api.call('delete', `/calls/bulk_call/${id}`)).body).toMatchObject({ current_status: 'cancelled' });
    expect(signals()).toEqual(['cancel', 'cancel']);
  });

  it('are not swallowed by a status that is older than the last signal', async () => {
    await act('pause');
    // The campaign goes on, and has not shown it yet.
    api.campaigns.onSignal = async () => undefined;
    await act('resume');
    expect((await act('pause')).body).toMatchObject({
      current_status: 'paused',
      message: expect.stringMatching(/already/),
    });
    expect(await row()).toMatchObject({ status: 'paused', halt_requested: 'pause' });
    expect(signals()).toEqual(['pause', 'resume', 'pause']);
  });

  it('tell a resume although no pause is shown: one from the Temporal UI may be on its way', async () => {
    const { body } = await act('resume');
    expect(body).toMatchObject({ current_status: 'waiting', message: expect.stringContaining('not paused') });
    expect(signals()).toEqual(['resume']);
  });

  it('say so when the campaign has ended meanwhile', async () => {
    api.campaigns.onSignal = async () => {
      await api.db.updateTable('campaigns').set({ status: 'completed' }).where('id', '=', id).execute();
    };
    expect((await act('pause')).body).toMatchObject({
      current_status: 'completed',
      message: expect.stringContaining('has ended'),
    });
  });

  it('say what holds of a resume while Temporal is away', async () => {
    const resume = async () => {
      const { status, body } = await act('resume');
      return [status, body.detail as string, (await row()).halt_requested];
    };
    api.campaigns.failure = new Error('14 UNAVAILABLE');
    expect(await resume()).toEqual([503, expect.stringContaining('was not shown as paused'), null]);
    await act('pause');
    expect(await resume()).toEqual([503, expect.stringContaining('The pause was withdrawn.'), null]);
    api.campaigns.failure = null;
    await act('pause');
    api.campaigns.failure = new Error('14 UNAVAILABLE');
    expect(await resume()).toEqual([503, expect.stringContaining('The campaign stays paused'), null]);
  });

  it('answer 503 while Temporal is away, and the gate stays closed', async () => {
    api.campaigns.failure = new Error('14 UNAVAILABLE');
    const response = await act('pause');
    expect([response.status, response.body.code]).toEqual([503, 'temporal_unavailable']);
    expect(response.get('Retry-After')).toBeDefined();
    expect((await row()).halt_requested).toBe('pause');
  });

  it('refuse a campaign that has ended', async () => {
    await api.call('delete', `/calls/bulk_call/${id}`);
    expect((await row()).status).toBe('cancelled');
    expect((await api.call('delete', `/calls/bulk_call/${id}`)).body).toMatchObject({ current_status: 'cancelled' });
    for (const action of ['pause', 'resume'])
      expect((await act(action)).body).toMatchObject({ status: 409, code: 'campaign_closed' });
  });

  it('never let a pause replace a cancel', async () => {
    api.campaigns.failure = new Error('away');
    await act('cancel');
    expect((await act('pause')).body).toMatchObject({ code: 'campaign_closed' });
    expect((await row()).halt_requested).toBe('cancel');
  });

  it('cancel a draft with its lines, and pause none', async () => {
    id = await api.createCampaign({ save_as_draft: true });
    await api.call('post', `/calls/bulk_call/${id}/add_contact`, { body: { phone: '+15551234567' } });
    api.campaigns.told.length = 0;
    expect((await act('pause')).body).toMatchObject({ status: 409, code: 'campaign_is_draft' });
    expect((await act('cancel')).body).toMatchObject({ current_status: 'cancelled' });
    expect(api.campaigns.told).toEqual([]);
    const lines = await api.db.selectFrom('lines').selectAll().where('campaign_id', '=', id).execute();
    expect(lines).toMatchObject([{ call_status: 'cancelled', ready: false }]);
  });

  it('refuse what is not done yet, and what is no action', async () => {
    expect((await act('reschedule')).body.errors).toMatchObject([{ pointer: '/action', code: 'not_supported_yet' }]);
    expect((await act('explode')).status).toBe(422);
  });

  it('do not exist for another organization', async () => {
    const { key } = await addOrganization(api.db);
    const path = `/calls/bulk_call/${id}`;
    const answers = [
      await api.call('get', path, { key }),
      await api.call('put', path, { key, body: { action: 'cancel' } }),
      await api.call('delete', path, { key }),
      await api.call('post', `${path}/start`, { key }),
      await api.call('put', `${path}/concurrency`, { key, body: { concurrent_call_limit: 1 } }),
      await api.call('get', `${path}/lines`, { key }),
      await api.call('get', `${path}/lines/1`, { key }),
      await api.call('get', `/bulk-call/${id}/live-status`, { key }),
      await api.call('post', `${path}/add_contacts`, { key, body: { contacts: [{ phone: '+15551234567' }] } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect(await row()).toMatchObject({ status: 'waiting', halt_requested: null, settings_version: 1 });
  });
});

describe('changing concurrency', () => {
  const change = (body: unknown) => api.call('put', `/calls/bulk_call/${id}/concurrency`, { body });

  it('stores a new version, and hands it to the campaign', async () => {
    const { body } = await change({ concurrent_call_limit: 3, calls_per_second: 2 });
    expect(body).toMatchObject({ concurrent_call_limit: 3, calls_per_second: 2, settings_version: 2 });
    await change({ concurrent_call_limit: 4 });
    expect(api.campaigns.of('settings').map((told) => told.change)).toEqual([
      { settingsVersion: 2, pacing: { concurrency: 3, callsPerSecond: 2 } },
      { settingsVersion: 3, pacing: { concurrency: 4, callsPerSecond: 2 } },
    ]);
  });

  it('stores a version above the one that the campaign has by an update from elsewhere', async () => {
    await api.db.updateTable('campaigns').set({ applied_settings_version: 7 }).where('id', '=', id).execute();
    expect((await change({ concurrent_call_limit: 3 })).body).toMatchObject({ settings_version: 8 });
    expect((await change({ concurrent_call_limit: 4 })).body).toMatchObject({ settings_version: 9 });
    expect(api.campaigns.of('settings').map((told) => told.change.settingsVersion)).toEqual([8, 9]);
  });

  it('takes the limit of calls per second away with 0, and keeps it with null', async () => {
    await change({ concurrent_call_limit: 3, calls_per_second: 2 });
    expect((await change({ concurrent_call_limit: 3, calls_per_second: null })).body).toMatchObject({
      calls_per_second: 2,
    });
    expect((await change({ concurrent_call_limit: 3, calls_per_second: 0 })).body).toMatchObject({
      calls_per_second: null,
    });
    expect(api.campaigns.of('settings').at(-1)?.change.pacing).toEqual({ concurrency: 3, callsPerSecond: null });
    expect((await row()).settings.pacing.callsPerSecond).toBeNull();
  });

  it('keeps the change when Temporal is away, and says so with 503', async () => {
    api.campaigns.failure = new Error('away');
    expect((await change({ concurrent_call_limit: 3 })).status).toBe(503);
    expect((await row()).settings.pacing.concurrency).toBe(3);
  });

  it('refuses nonsense, and a campaign that has ended', async () => {
    for (const body of [
      {},
      { concurrent_call_limit: 0 },
      { concurrent_call_limit: 1.5 },
      { concurrent_call_limit: 5, calls_per_second: -1 },
    ]) {
      expect((await change(body)).status).toBe(422);
    }
    await act('cancel');
    expect((await change({ concurrent_call_limit: 3 })).body).toMatchObject({ status: 409, code: 'campaign_closed' });
  });
});
