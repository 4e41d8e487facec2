import { ListPage, useCommands, useSession } from '@elchi/app';
import type { AdminTypes } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty, Money, State, Time, useNavigation } from '@elchi/ui';
import Button from '@mui/material/Button';
import { listAccounts } from './queries';

type Account = AdminTypes['schemas']['Account'];

export default function Accounts() {
  const { t } = useTexts('accounts');
  const { can } = useSession();
  const navigation = useNavigation();
  useCommands([
    can('accounts:write') && { key: 'new', label: t('new'), run: () => navigation.go('/accounts/new') },
  ]);
  return (
    <ListPage<Account>
      title={t('title')}
      name="accounts"
      actions={
        can('accounts:write') && (
          <Button variant="contained" onClick={() => navigation.go('/accounts/new')}>
            {t('new')}
          </Button>
        )
      }
      filters={[{ name: 'parent_id', label: t('parent') }]}
      columns={[
        { key: 'name', title: t('account'), cell: (it) => it.name },
        { key: 'type', title: t('type'), width: 110, cell: (it) => t(`type_${it.type}`) },
        { key: 'status', title: t('common:status'), width: 150, cell: (it) => <AccountState account={it} /> },
        {
          key: 'available',
          title: t('available'),
          width: 180,
          align: 'end',
          cell: (it) => <Money value={it.balance.available} />,
        },
        {
          key: 'balance',
          title: t('balance'),
          width: 180,
          align: 'end',
          cell: (it) => <Money value={it.balance.balance} />,
        },
        { key: 'rate', title: t('rate'), width: 150, align: 'end', cell: (it) => it.rate_per_second },
        {
          key: 'created',
          title: t('common:created'),
          width: 150,
          cell: (it) => <Time value={it.created_at} />,
        },
        { key: 'id', title: 'id', width: 60, align: 'end', cell: (it) => it.id },
      ]}
      fetchPage={listAccounts}
      idOf={(it) => String(it.id)}
      linkOf={(it) => `/accounts/${it.id}`}
      empty={<Empty title={t('none')}>{t('none_hint')}</Empty>}
    />
  );
}

/** What the account may do: also when only one above it is suspended. */
export function AccountState({ account }: { account: Account }) {
  const { t } = useTexts('common');
  return account.effective_status === 'active' ? (
    <State tone="ok">{t('active')}</State>
  ) : (
    <State tone="warn">{t('suspended')}</State>
  );
}
