import { Alert, AppShell, Badge, Burger, Group, NavLink, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSession } from '../api/session-store';
import { AccountMenu } from './account-menu';
import { useApiAway } from './connection';
import { PAGES } from './pages';
import { queryClient } from './query-client';

/** What is around every page: where one can go, who one is, and whether the API answers. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure();
  useSignInWhenSessionEnds();
  const session = useSession();
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding="md"
    >
      <a className="skip-link" href="#main">
        Skip to the page
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Where to go" />
            <Text fw={700}>Everdial</Text>
            <Text c="dimmed" size="sm" truncate visibleFrom="xs">
              {session?.organization.name}
            </Text>
          </Group>
          <Group gap="sm" wrap="nowrap">
            {session?.simulated === true && (
              <Badge color="gray" variant="light" tt="none" visibleFrom="xs">
                Simulated: nobody is called
              </Badge>
            )}
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        <Navigation onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} style={{ outline: 'none' }}>
        <AwayBanner />
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

function Navigation({ onNavigate }: { onNavigate: () => void }) {
  const { pathname } = useLocation();
  return (
    <nav aria-label="Pages" style={{ overflowY: 'auto' }}>
      {PAGES.map(({ to, label, icon: Icon }) => (
        <NavLink
          key={to}
          component={Link}
          to={to}
          label={label}
          leftSection={<Icon size={18} aria-hidden />}
          active={pathname === to || pathname.startsWith(`${to}/`)}
          aria-current={pathname === to ? 'page' : undefined}
          onClick={onNavigate}
        />
      ))}
      <NavLink href="/docs" label="API reference" target="_blank" rel="noreferrer" />
    </nav>
  );
}

function AwayBanner() {
  const away = useApiAway();
  return (
    <div aria-live="assertive">
      {away && (
        <Alert color="yellow" mb="md" title="The API cannot be reached">
          What you see may be out of date. It is asked again every second, and the page goes on by itself. Campaigns are
          not touched by this page being cut off.
        </Alert>
      )}
    </div>
  );
}

function useSignInWhenSessionEnds(): void {
  const session = useSession();
  const navigate = useNavigate();
  const { href } = useLocation();
  useEffect(() => {
    if (session !== null) return;
    queryClient.clear();
    void navigate({ to: '/sign-in', search: { next: href }, ignoreBlocker: true });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- where one was when it ended, not where signing in leads
  }, [session, navigate]);
}
