import { Link } from '@tanstack/react-router';
import classes from './campaign-tabs.module.css';

const TABS = [
  { to: '/campaigns/$id', label: 'Overview' },
  { to: '/campaigns/$id/lines', label: 'Contacts' },
  { to: '/campaigns/$id/send', label: 'Send contacts' },
  { to: '/campaigns/$id/settings', label: 'Settings' },
  { to: '/campaigns/$id/preview', label: 'Preview' },
] as const;

/** Leads from one page of a campaign to the other. */
export function CampaignTabs({ id }: { id: number }) {
  return (
    <nav aria-label="Pages of the campaign" className={classes.tabs}>
      {TABS.map(({ to, label }) => (
        <Link
          key={to}
          to={to}
          params={{ id }}
          className={classes.tab}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
