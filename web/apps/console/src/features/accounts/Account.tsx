import { Keys, SmppLogins, Team, useCommands, usePathPart, useSearch, useSession } from '@elchi/app';
import { type AdminTypes, admin, because, mustChange, type Tagged } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import {
  Card,
  DangerDialog,
  Facts,
  Figure,
  Grid,
  Loading,
  Money,
  None,
  Page,
  PageLink,
  PageTabs,
  ProblemBox,
  TabPanel,
  Time,
} from '@elchi/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { AccountMessages } from './AccountMessages';
import { AccountState } from './Accounts';
import { EditAccount } from './EditAccount';
import { Onboarding } from './Onboarding';
import { accountQuery } from './queries';
import { Senders } from './Senders';
import { Transactions } from './Transactions';

type Account = AdminTypes['schemas']['Account'];

const tabs = [
  { name: 'overview', permission: 'accounts:read' },
  { name: 'messages', permission: 'messages:read' },
  { name: 'transactions', permission: 'money:read' },
  { name: 'keys', permission: 'keys:read' },
  { name: 'smpp', permission: 'keys:read' },
  { name: 'senders', permission: 'senders:read' },
  { name: 'team', permission: 'users:read' },
  { name: 'edit', permission: 'accounts:write' },
] as const;

export default function AccountPage() {
  const { t } = useTexts('accounts');
  const { can } = useSession();
  const id = Number(usePathPart('id'));
  const [search, setSearch] = useSearch();
  const query = useQuery(accountQuery(id));
  const shown = tabs.filter((it) => can(it.permission));
  const tab = shown.find((it) => it.name === search.tab)?.name ?? 'overview';
  const found = query.data;
  if (found === undefined) {
    return (
      <Page title={t('account')}>
        {query.isError ? (
          <ProblemBox problem={query.error} retry={() => void query.refetch()} />
        ) : (
          <Loading />
        )}
      </Page>
    );
  }
  return (
    <Page title={found.value.name} actions={can('accounts:write') && <SuspendButton found={found} />}>
      <PageTabs
        label={t('account')}
        value={tab}
        onChange={(next) => setSearch({ tab: next })}
        tabs={shown.map((it) => ({ name: it.name, label: t(it.name) }))}
      />
      <TabPanel name={tab}>
        {tab === 'overview' && <Overview account={found.value} />}
        {tab === 'messages' && <AccountMessages account={id} />}
        {tab === 'transactions' && <Transactions account={found.value} />}
        {tab === 'keys' && <Keys account={id} />}
        {tab === 'smpp' && <SmppLogins account={id} />}
        {tab === 'senders' && <Senders account={id} />}
        {tab === 'team' && <Team account={id} type={found.value.type} />}
        {tab === 'edit' && <EditAccount found={found} />}
      </TabPanel>
    </Page>
  );
}

function Overview({ account }: { account: Account }) {
  const { t } = useTexts('accounts');
  const { can, isStaff } = useSession();
  const above = account.ancestors.at(-1);
  return (
    <>
      {account.type === 'client' && <Onboarding account={account} />}
      <Card>
        <Grid least={160}>
          <Figure name={t('available')}>
            <Money value={account.balance.available} />
          </Figure>
          <Figure name={t('balance')}>
            <Money value={account.balance.balance} />
          </Figure>
          <Figure name={t('reserved')}>
            <Money value={account.balance.reserved} />
          </Figure>
          <Figure name={t('credit')}>
            <Money value={account.balance.credit_limit} />
          </Figure>
        </Grid>
      </Card>
      <Card>
        <Facts
          rows={[
            [t('common:status'), <AccountState key="s" account={account} />],
            [t('type'), t(`type_${account.type}`)],
            [
              t('parent'),
              above === undefined ? (
                <None key="p" />
              ) : (
                <PageLink key="p" to={`/accounts/${above.id}`}>
                  {above.name}
                </PageLink>
              ),
            ],
            [t('contact'), account.contact ?? <None key="c" />],
            [t('rate'), account.rate_per_second],
            [t('common:created'), <Time key="t" value={account.created_at} />],
            [
              t('also'),
              <Box key="a" sx={{ display: 'flex', gap: 3, flexWrap: 'wrap' }}>
                {can('prices:read') && isStaff && (
                  <PageLink to={`/prices?account_id=${account.id}`}>{t('prices:title')}</PageLink>
                )}
                {can('audit:read') && isStaff && (
                  <PageLink to={`/audit?object=accounts.accounts&object_id=${account.id}`}>
                    {t('audit:title')}
                  </PageLink>
                )}
              </Box>,
            ],
          ]}
        />
      </Card>
    </>
  );
}

function SuspendButton({ found }: { found: Tagged<Account> }) {
  const { t } = useTexts('accounts');
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const account = found.value;
  const suspends = account.status === 'active';
  const action = t(suspends ? 'suspend' : 'resume', { name: account.name });
  useCommands([{ key: 'suspend', label: action, run: () => setAsking(true) }]);
  return (
    <>
      <Button variant="outlined" color={suspends ? 'error' : 'primary'} onClick={() => setAsking(true)}>
        {action}
      </Button>
      {asking && (
        <DangerDialog
          action={action}
          level={suspends ? 3 : 2}
          name={account.name}
          onClose={() => setAsking(false)}
          onConfirm={async (reason) => {
            await mustChange(
              admin.PATCH('/admin/v1/accounts/{id}', {
                params: { path: { id: account.id }, header: { 'If-Match': found.etag } },
                body: { status: suspends ? 'suspended' : 'active' },
                ...because(reason),
              }),
            );
            await queries.invalidateQueries({ queryKey: ['account', account.id] });
          }}
        >
          {t(suspends ? 'suspend_effect' : 'resume_effect')}
        </DangerDialog>
      )}
    </>
  );
}
