import {
  destinationOf,
  EditableList,
  findAccounts,
  type ListAnswer,
  type RowAction,
  useOperatorChoices,
} from '@elchi/app';
import { admin, because, must, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty, None, Page, PageLink, State } from '@elchi/ui';
import { useQuery } from '@tanstack/react-query';
import { Findings, RouteLint } from './Lint';
import { lintQuery, type Route } from './queries';

export default function Routes() {
  const { t } = useTexts('routes');
  const operators = useOperatorChoices();
  const lint = useQuery(lintQuery);
  const name = (it: Route) =>
    t('name', { id: it.id, operator: it.operator ?? it.operator_id, to: destinationOf(it) ?? t('every') });
  const actions: readonly RowAction<Route>[] = [
    {
      permission: 'routes:write',
      label: (it) => t(it.status === 'active' ? 'suspend' : 'resume'),
      title: (it) => `${t(it.status === 'active' ? 'suspend' : 'resume')}: ${name(it)}`,
      level: 2,
      asksReason: true,
      effect: (it) => t(it.status === 'active' ? 'suspend_effect' : 'resume_effect'),
      send: (it, reason) =>
        mustChange(
          admin.PATCH('/admin/v1/routes/{id}', {
            params: { path: { id: it.id } },
            body: { status: it.status === 'active' ? 'suspended' : 'active' },
            ...because(reason),
          }),
        ),
    },
    {
      permission: 'routes:write',
      label: () => t('remove'),
      title: (it) => `${t('remove')}: ${name(it)}`,
      level: 3,
      name: (it) => String(it.id),
      effect: () => t('remove_effect'),
      send: (it, reason) =>
        mustChange(
          admin.DELETE('/admin/v1/routes/{id}', { params: { path: { id: it.id } }, ...because(reason) }),
        ),
    },
  ];
  return (
    <Page title={t('title')} actions={<PageLink to="/routes/versions">{t('versions')}</PageLink>}>
      <RouteLint />
      <EditableList<Route, NewRoute>
        title={t('title')}
        name="routes"
        filters={[
          { name: 'account_id', label: t('messages:account_id') },
          { name: 'operator_id', label: t('operators:operator'), options: operators },
        ]}
        columns={[
          { key: 'id', title: 'id', width: 50, cell: (it) => it.id },
          { key: 'to', title: t('destination'), width: 110, cell: (it) => destinationOf(it) ?? t('every') },
          {
            key: 'operator',
            title: t('operators:operator'),
            width: 100,
            cell: (it) => (
              <PageLink to={`/operators/${it.operator_id}`}>{it.operator ?? it.operator_id}</PageLink>
            ),
          },
          {
            key: 'account',
            title: t('common:account'),
            width: 130,
            cell: (it) =>
              it.account_id === undefined ? (
                t('common:all')
              ) : (
                <PageLink to={`/accounts/${it.account_id}`}>{it.account ?? it.account_id}</PageLink>
              ),
          },
          { key: 'priority', title: t('priority'), width: 75, align: 'end', cell: (it) => it.priority },
          { key: 'weight', title: t('weight'), width: 60, align: 'end', cell: (it) => it.weight },
          {
            key: 'status',
            title: t('common:status'),
            width: 110,
            cell: (it) => (
              <State tone={it.status === 'active' ? 'ok' : 'quiet'}>{t(`common:${it.status}`)}</State>
            ),
          },
          { key: 'tag', title: t('tag'), width: 60, cell: (it) => it.tag ?? <None /> },
          {
            key: 'lint',
            title: t('findings'),
            cell: (it) => (
              <Findings
                findings={lint.data?.items.filter((one) => one.routes.some((r) => r.id === it.id)) ?? []}
              />
            ),
          },
        ]}
        fetchPage={(filters, cursor, signal) =>
          must(
            admin.GET('/admin/v1/routes', {
              params: { query: { ...filters, cursor, limit: 100 } as never },
              signal,
            }),
          ) as Promise<ListAnswer<Route>>
        }
        idOf={(it) => String(it.id)}
        linkOf={(it) => `/routes/${it.id}`}
        empty={<Empty title={t('none')}>{t('none_hint')}</Empty>}
        actions={actions}
        actionWidth={165}
        add={{
          permission: 'routes:write',
          label: t('add'),
          values: emptyRoute,
          fields: [
            {
              name: 'operator_id',
              label: t('operators:operator'),
              kind: 'select',
              options: operators,
              rules: { required: true },
            },
            {
              name: 'account_id',
              label: t('messages:account_id'),
              hint: t('account_hint'),
              suggest: findAccounts,
            },
            { name: 'mcc', label: 'MCC', hint: t('destination_hint'), rules: { pattern: /^[0-9]{3}$/ } },
            { name: 'mnc', label: 'MNC', rules: { pattern: /^[0-9]{2,3}$/ } },
            { name: 'prefix', label: t('prefix'), rules: { pattern: /^[1-9][0-9]{0,14}$/ } },
            { name: 'priority', label: t('priority'), hint: t('priority_hint'), kind: 'number' },
            { name: 'weight', label: t('weight'), hint: t('weight_hint'), kind: 'number' },
          ],
          send: ({ operator_id, account_id, mcc, mnc, prefix, priority, weight }) =>
            mustChange(
              admin.POST('/admin/v1/routes', {
                body: {
                  operator_id: Number(operator_id),
                  ...(account_id === '' ? {} : { account_id: Number(account_id) }),
                  ...(mcc === '' ? {} : { mcc }),
                  ...(mnc === '' ? {} : { mnc }),
                  ...(prefix === '' ? {} : { prefix }),
                  ...(mcc === '' && prefix === '' ? { any_destination: true } : {}),
                  ...(priority === '' ? {} : { priority: Number(priority) }),
                  ...(weight === '' ? {} : { weight: Number(weight) }),
                },
              }),
            ),
        }}
      />
    </Page>
  );
}

const emptyRoute = {
  operator_id: '',
  account_id: '',
  mcc: '',
  mnc: '',
  prefix: '',
  priority: '',
  weight: '',
};
type NewRoute = typeof emptyRoute;
