import { EditableList, findAccounts, useSearch } from '@elchi/app';
import { type AdminTypes, admin, because, must, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty, None, Page, PageLink, PageTabs, Phone, TabPanel, Time } from '@elchi/ui';

type Block = AdminTypes['schemas']['Block'];
type OptOut = AdminTypes['schemas']['OptOut'];

const tabs = ['blocks', 'optouts'] as const;
const kinds = ['number', 'sender', 'text'] as const;
const empty = { kind: 'number', pattern: '', account_id: '', reason: '' };

export default function Blocklist() {
  const { t } = useTexts('blocklist');
  const [search, setSearch] = useSearch();
  const tab = tabs.find((it) => it === search.tab) ?? 'blocks';
  return (
    <Page title={t('title')}>
      <PageTabs
        label={t('title')}
        value={tab}
        onChange={(next) => setSearch({ tab: next })}
        tabs={tabs.map((it) => ({ name: it, label: t(it) }))}
      />
      <TabPanel name={tab}>{tab === 'blocks' ? <Blocks /> : <OptOuts />}</TabPanel>
    </Page>
  );
}

function Blocks() {
  const { t } = useTexts('blocklist');
  return (
    <EditableList<Block, typeof empty>
      title={t('title')}
      name="blocks"
      filters={[{ name: 'account_id', label: t('messages:account_id') }]}
      columns={[
        { key: 'kind', title: t('kind'), width: 120, cell: (it) => t(`kind_${it.kind}`) },
        {
          key: 'pattern',
          title: t('pattern'),
          width: 220,
          // A beginning of numbers is nobody's number.
          cell: (it) =>
            it.kind === 'number' && !it.pattern.endsWith('*') ? <Phone value={it.pattern} /> : it.pattern,
        },
        {
          key: 'account',
          title: t('common:account'),
          width: 180,
          cell: (it) =>
            it.account_id === undefined ? (
              t('common:all')
            ) : (
              <PageLink to={`/accounts/${it.account_id}`}>{it.account ?? it.account_id}</PageLink>
            ),
        },
        { key: 'reason', title: t('common:reason'), cell: (it) => it.reason ?? <None /> },
        { key: 'id', title: 'id', width: 80, align: 'end', cell: (it) => it.id },
      ]}
      fetchPage={(filters, cursor, signal) =>
        must(
          admin.GET('/admin/v1/blocklist', {
            params: { query: { ...filters, cursor, limit: 100 } as never },
            signal,
          }),
        )
      }
      idOf={(it) => String(it.id)}
      empty={<Empty title={t('none')}>{t('none_hint')}</Empty>}
      add={{
        permission: 'blocklist:write',
        label: t('add'),
        values: empty,
        fields: [
          {
            name: 'kind',
            label: t('kind'),
            kind: 'select',
            options: kinds.map((it) => ({ value: it, label: t(`kind_${it}`) })),
          },
          {
            name: 'pattern',
            label: t('pattern'),
            hint: t('pattern_hint'),
            rules: { required: true, maxLength: 200 },
          },
          {
            name: 'account_id',
            label: t('messages:account_id'),
            hint: t('routes:account_hint'),
            suggest: findAccounts,
          },
          { name: 'reason', label: t('common:reason'), rules: { required: true, maxLength: 200 } },
        ],
        send: (values) =>
          mustChange(
            admin.POST('/admin/v1/blocklist', {
              body: {
                kind: values.kind as Block['kind'],
                pattern: values.pattern.trim(),
                reason: values.reason,
                ...(values.account_id === '' ? {} : { account_id: Number(values.account_id) }),
              },
              ...because(values.reason),
            }),
          ),
      }}
      actions={[
        {
          permission: 'blocklist:write',
          label: () => t('remove'),
          title: (it) => t('remove_one', { id: it.id }),
          level: 2,
          asksReason: true,
          effect: () => t('effect'),
          send: (it, reason) =>
            mustChange(
              admin.DELETE('/admin/v1/blocklist/{id}', {
                params: { path: { id: it.id } },
                ...because(reason),
              }),
            ),
        },
      ]}
    />
  );
}

function OptOuts() {
  const { t } = useTexts('blocklist');
  return (
    <EditableList<OptOut>
      title={t('optouts')}
      name="opt-outs"
      filters={[
        { name: 'account_id', label: t('messages:account_id') },
        { name: 'number', label: t('messages:to'), isPrivate: true },
      ]}
      columns={[
        { key: 'number', title: t('messages:to'), width: 180, cell: (it) => <Phone value={it.number} /> },
        {
          key: 'account',
          title: t('common:account'),
          cell: (it) => <PageLink to={`/accounts/${it.account_id}`}>{it.account ?? it.account_id}</PageLink>,
        },
        { key: 'word', title: t('word'), width: 140, cell: (it) => it.keyword },
        { key: 'at', title: t('common:time'), width: 150, cell: (it) => <Time value={it.opted_out_at} /> },
      ]}
      fetchPage={(filters, cursor, signal) =>
        must(
          admin.GET('/admin/v1/opt-outs', {
            params: { query: { ...filters, cursor, limit: 100 } as never },
            signal,
          }),
        )
      }
      idOf={(it) => String(it.id)}
      empty={<Empty title={t('no_optouts')}>{t('no_optouts_hint')}</Empty>}
      actions={[
        {
          permission: 'blocklist:write',
          label: () => t('remove'),
          title: (it) => t('remove_optout', { id: it.id }),
          level: 3,
          name: (it) => String(it.id),
          effect: () => t('optout_effect'),
          send: (it, reason) =>
            mustChange(
              admin.DELETE('/admin/v1/opt-outs/{id}', {
                params: { path: { id: it.id } },
                ...because(reason),
              }),
            ),
        },
      ]}
    />
  );
}
