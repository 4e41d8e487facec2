import { AddForm, destinationOf, usePathPart, useSession, useWaits } from '@elchi/app';
import { admin, because, must, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Facts, Loading, None, Page, PageLink, ProblemBox, State } from '@elchi/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RouteLint } from './Lint';
import type { Route } from './queries';

export default function RoutePage() {
  const { t } = useTexts('routes');
  const { can } = useSession();
  const id = Number(usePathPart('id'));
  const query = useQuery({
    queryKey: ['routes', 'one', id],
    queryFn: ({ signal }) => must(admin.GET('/admin/v1/routes/{id}', { params: { path: { id } }, signal })),
  });
  const route = query.data;
  return (
    <Page title={t('route', { id })} actions={<PageLink to="/routes">{t('title')}</PageLink>}>
      {query.isPending && <Loading />}
      {query.isError && <ProblemBox problem={query.error} retry={() => void query.refetch()} />}
      {route !== undefined && (
        <>
          <Card>
            <Facts
              rows={[
                [t('destination'), destinationOf(route) ?? t('every')],
                [
                  t('operators:operator'),
                  <PageLink key="o" to={`/operators/${route.operator_id}`}>
                    {route.operator ?? route.operator_id}
                  </PageLink>,
                ],
                [
                  t('common:account'),
                  route.account_id === undefined ? (
                    t('common:all')
                  ) : (
                    <PageLink key="a" to={`/accounts/${route.account_id}`}>
                      {route.account ?? route.account_id}
                    </PageLink>
                  ),
                ],
                [
                  t('common:status'),
                  <State key="s" tone={route.status === 'active' ? 'ok' : 'quiet'}>
                    {t(`common:${route.status}`)}
                  </State>,
                ],
                [t('tag'), route.tag ?? <None key="t" />],
              ]}
            />
          </Card>
          <RouteLint route={id} />
          {can('routes:write') && <Change route={route} />}
        </>
      )}
    </Page>
  );
}

const yesNo = ['no', 'yes'] as const;

function Change({ route }: { route: Route }) {
  const { t } = useTexts('routes');
  const queries = useQueryClient();
  const [note, told] = useWaits();
  return (
    <Card title={t('change')}>
      {note}
      <AddForm
        onDone={async (change) => {
          told(change);
          await queries.invalidateQueries({ queryKey: ['routes'] });
        }}
        add={{
          permission: 'routes:write',
          label: t('change'),
          draft: true,
          values: {
            priority: String(route.priority),
            weight: String(route.weight),
            allow_loss: route.allow_loss ? 'yes' : 'no',
          },
          fields: [
            {
              name: 'priority',
              label: t('priority'),
              hint: t('priority_hint'),
              kind: 'number',
              rules: { required: true, min: 0, max: 1_000_000 },
            },
            {
              name: 'weight',
              label: t('weight'),
              hint: t('weight_hint'),
              kind: 'number',
              rules: { required: true, min: 0, max: 1_000_000 },
            },
            {
              name: 'allow_loss',
              label: t('allow_loss'),
              kind: 'select',
              options: yesNo.map((it) => ({ value: it, label: t(`is_${it}`) })),
            },
          ],
          send: (values, reason) =>
            mustChange(
              admin.PATCH('/admin/v1/routes/{id}', {
                params: { path: { id: route.id } },
                body: {
                  priority: Number(values.priority),
                  weight: Number(values.weight),
                  allow_loss: values.allow_loss === 'yes',
                },
                ...because(reason),
              }),
            ),
        }}
      />
    </Card>
  );
}
