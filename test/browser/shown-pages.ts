import type { Locator, Page } from 'playwright-core';
import type { Furnished } from './furnished';

/** Something that people see: a page, or what opens on one. */
export interface Shown {
  /** Of the dashboard's routes; null for what opens on a page. */
  readonly route: string | null;
  readonly path: string;
  /** What is done there. */
  readonly open?: (page: Page) => Promise<void>;
  /** Is there as soon as the page has its data. */
  readonly ready: (page: Page) => Locator;
}

/** Everything that can be seen, by area. */
export const ROOMS: Readonly<Record<string, (ids: Furnished) => readonly Shown[]>> = {
  campaigns: campaignPages,
  wizard: wizardPages,
  webhooks: webhookPages,
  organization: organizationPages,
};

function campaignPages({ campaign, draftCampaign, line }: Furnished): Shown[] {
  const at = (path: string) => `/campaigns/${campaign}${path}`;
  const live = (page: Page) => page.getByRole('status').filter({ hasText: 'Live' });
  return [
    { route: '/', path: '/', ready: (page) => page.getByRole('link', { name: 'Spring renewals' }) },
    { route: '/campaigns', path: '/campaigns', ready: (page) => page.getByRole('link', { name: 'Spring renewals' }) },
    empty('/campaigns?q=nothing-is-called-so', 'No campaign matches'),
    { route: '/campaigns/$id', path: `/campaigns/${draftCampaign}`, ready: live },
    { route: '/campaigns/$id/', path: at(''), ready: live },
    {
      route: '/campaigns/$id/lines',
      path: at('/lines'),
      ready: (page) => page.getByRole('row', { name: '+15550109001' }),
    },
    empty(at('/lines?q=nobody'), 'No contact matches'),
    {
      route: null,
      path: at(`/lines?line=${line}`),
      ready: (page) => page.getByRole('list', { name: 'What happened, in order' }),
    },
    empty(at('/lines?line=999999999'), 'There is no contact 999999999 in this campaign'),
    { route: '/campaigns/$id/settings', path: at('/settings'), ready: (page) => heading(page, 2, 'Settings') },
    { route: '/campaigns/$id/preview', path: at('/preview'), ready: (page) => heading(page, 3, /^\+1555/).first() },
    empty(`/campaigns/${draftCampaign}/preview`, 'There is nothing to preview yet'),
    {
      route: '/campaigns/$id/send',
      path: at('/send'),
      ready: (page) => page.getByRole('table', { name: 'The last requests' }),
    },
    dialog(at(''), 'Cancel campaign', 'Cancel this campaign?'),
    dialog(at(''), 'Pause', 'Pause this campaign?'),
    dialog(`/campaigns/${draftCampaign}`, 'Start', 'Start this campaign?'),
    empty('/campaigns/999999', 'There is no such campaign'),
    empty('/nowhere', 'There is no such page'),
    {
      route: null,
      path: '/campaigns',
      open: (page) => page.getByRole('button', { name: 'Account and appearance' }).click(),
      ready: (page) => page.getByRole('menuitem', { name: 'Sign out' }),
    },
    {
      route: null,
      path: '/campaigns',
      open: async (page) => {
        await heading(page, 1, 'Campaigns').waitFor();
        const menu = page.getByRole('button', { name: 'Where to go' });
        if (await menu.isVisible()) await menu.click();
      },
      ready: (page) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Audit log' }),
    },
  ];
}

function wizardPages({ draft }: Furnished): Shown[] {
  const step = (name: string, title: string, place: number): Shown => ({
    route: '/campaigns/new/$draft/$step',
    path: `/campaigns/new/${draft}/${name}`,
    ready: (page) => heading(page, 2, `Step ${place} of 4: ${title}`),
  });
  return [
    {
      route: '/campaigns/new',
      path: '/campaigns/new',
      ready: (page) => heading(page, 2, 'Step 1 of 4: Details and phone number'),
    },
    step('details', 'Details and phone number', 1),
    step('contacts', 'Contacts', 2),
    step('schedule', 'Scheduling and retry', 3),
    step('review', 'Review', 4),
    dialog(`/campaigns/new/${draft}/details`, 'Discard draft', 'Discard this draft?'),
    empty('/campaigns/new/999999/details', 'There is no such draft'),
  ];
}

function webhookPages({ webhook, delivery }: Furnished): Shown[] {
  const path = `/webhooks/${webhook}`;
  return [
    {
      route: '/webhooks',
      path: '/webhooks',
      ready: (page) => page.getByRole('link', { name: 'Renewals to the CRM', exact: true }),
    },
    { route: '/webhooks/new', path: '/webhooks/new', ready: (page) => heading(page, 2, 'Preview') },
    {
      route: '/webhooks/$id',
      path,
      ready: (page) => heading(page, 1, 'Renewals to the CRM'),
    },
    empty('/webhooks/999999', 'There is no such webhook'),
    {
      route: null,
      path,
      open: (page) => page.getByRole('button', { name: 'Show what would be sent' }).click(),
      ready: (page) => page.getByRole('region', { name: 'Request that would be sent' }),
    },
    dialog(path, 'Rotate secret', 'Make a new secret?'),
    dialog('/webhooks', 'Show callback secret', 'Callback secret'),
    {
      route: '/deliveries',
      path: '/deliveries',
      ready: (page) => page.getByRole('table', { name: 'Deliveries, newest first' }),
    },
    {
      route: null,
      path: `/deliveries?delivery=${delivery}`,
      ready: (page) => page.getByRole('region', { name: 'Answer to try 1' }),
    },
    dialog('/deliveries', 'Replay failed…', 'Replay what has failed'),
  ];
}

function organizationPages(): Shown[] {
  return [
    { route: '/sign-in', path: '/sign-in', ready: (page) => page.getByLabel('API key', { exact: true }) },
    { route: '/numbers', path: '/numbers', ready: (page) => page.getByRole('rowheader', { name: '+15550100001' }) },
    { route: '/agents', path: '/agents', ready: (page) => heading(page, 2, 'First agent') },
    { route: '/accounts', path: '/accounts', ready: (page) => heading(page, 2, 'default') },
    {
      route: '/suppressions',
      path: '/suppressions',
      ready: (page) => page.getByRole('rowheader', { name: '+15550103001' }),
    },
    { route: '/keys', path: '/keys', ready: (page) => page.getByRole('rowheader', { name: 'Shop' }) },
    { route: '/audit', path: '/audit', ready: (page) => page.getByRole('table', { name: 'Audit log' }) },
    dialog('/numbers', 'Add a number', 'Add a number'),
    dialog('/numbers', 'Import from Twilio', 'Import from Twilio'),
    dialog('/numbers', 'Change +15550100001', 'Change +15550100001'),
    {
      route: null,
      path: '/audit',
      open: (page) =>
        page
          .getByRole('button', { name: /^Details of entry/ })
          .first()
          .click(),
      ready: (page) => page.getByRole('button', { name: /^Details of entry/, expanded: true }),
    },
    dialog('/agents', 'New agent', 'New agent'),
    dialog('/agents', 'Change First agent', 'Change First agent'),
    dialog('/agents', 'Delete First agent', 'Delete the agent "First agent"?'),
    dialog('/accounts', 'New account', 'New provider account'),
    dialog('/accounts', 'Change default', 'Change default'),
    dialog('/suppressions', 'Add numbers', 'Never call these numbers'),
    dialog('/suppressions', 'Upload CSV', 'Upload numbers'),
    dialog('/keys', 'New key', 'New API key'),
    dialog('/keys', 'Show token and example', 'Webhook token'),
  ];
}

function heading(page: Page, level: number, name: string | RegExp): Locator {
  return page.getByRole('heading', { level, name });
}

/** A page that has nothing to show, and says so. */
function empty(path: string, text: string): Shown {
  return { route: null, path, ready: (page) => page.getByRole('heading', { name: text }) };
}

function dialog(path: string, button: string, name: string): Shown {
  return {
    route: null,
    path,
    open: (page) => page.getByRole('button', { name: button, exact: true }).click(),
    ready: (page) => page.getByRole('dialog', { name }),
  };
}
