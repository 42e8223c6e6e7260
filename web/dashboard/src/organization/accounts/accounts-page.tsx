import { Code, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api, type Schemas } from '../../api/client';
import { queryKeys } from '../../api/query-keys';
import { AdminButton } from '../../shared/admin-button';
import { CopyText } from '../../shared/copy-text';
import { Moment } from '../../shared/moment';
import { PageHeader } from '../../shared/page-header';
import { PagedRecords } from '../../shared/paged-records';
import { SectionCard } from '../../shared/section-card';
import { AccountActions } from './account-actions';
import { AccountDialog } from './account-dialog';
import { kindOf } from './account-kinds';

type Account = Schemas['ProviderAccount'];

const PAGE_SIZE = 30;

/** The accounts with providers that numbers call through. */
export function AccountsPage() {
  const [page, setPage] = useState(1);
  const [open, setOpen] = useState<Account | 'new' | null>(null);
  const query = useQuery({
    queryKey: [...queryKeys.accounts, page],
    queryFn: () =>
      answerOf(api.GET('/api/v1/provider_accounts', { params: { query: { pageno: page, pagesize: PAGE_SIZE } } })),
  });
  return (
    <>
      <PageHeader
        title="Provider accounts"
        text="What numbers share: credentials, stored encrypted and never shown again, and limits over all campaigns."
      >
        <AdminButton onClick={() => setOpen('new')}>New account</AdminButton>
      </PageHeader>
      <PagedRecords query={query} page={page} pageSize={PAGE_SIZE} what={['account', 'accounts']} onPage={setPage}>
        {(accounts) => (
          <Stack>
            {accounts.map((account) => (
              <AccountCard key={account.id} account={account} onChange={() => setOpen(account)} />
            ))}
          </Stack>
        )}
      </PagedRecords>
      {open !== null && <AccountDialog account={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  );
}

function AccountCard({ account, onChange }: { account: Account; onChange: () => void }) {
  const { id, provider, name, identity, events_url, inbound_url } = account;
  const isSimulator = provider === 'simulator';
  const kind = isSimulator ? 'The simulator: nobody is called' : kindOf(provider).label;
  return (
    <SectionCard
      id={`account-${id}`}
      title={name}
      text={`${kind}${identity === null ? '' : ` · ${identity}`}`}
      actions={<AccountActions account={account} onChange={onChange} />}
    >
      <Group gap="xl" align="flex-start">
        <Fact name="Calls at once">{account.concurrency_limit ?? 'no limit'}</Fact>
        <Fact name="Calls per second">{account.calls_per_second ?? 'no limit'}</Fact>
        {!isSimulator && (
          <Fact name="Credentials last taken by the provider">
            <Moment at={account.credentials_checked_at} none="never asked" size="sm" />
          </Fact>
        )}
      </Group>
      {!isSimulator && events_url !== null && <Address name="Posts events to" url={events_url} />}
      {!isSimulator && inbound_url !== null && <Address name="Asks who speaks to a caller at" url={inbound_url} />}
    </SectionCard>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Text size="sm" component="div">
        {children}
      </Text>
    </div>
  );
}

function Address({ name, url }: { name: string; url: string }) {
  return (
    <Group gap={4} mt="xs">
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Code className="theirs">{url}</Code>
      <CopyText text={url} what={name.toLowerCase()} />
    </Group>
  );
}
