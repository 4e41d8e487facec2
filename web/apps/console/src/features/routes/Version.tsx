import { usePathPart, useSession, useWaits } from '@elchi/app';
import { type AdminTypes, admin, because, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import {
  Card,
  DangerDialog,
  Diff,
  Empty,
  Facts,
  Loading,
  None,
  Page,
  PageLink,
  ProblemBox,
  Time,
} from '@elchi/ui';
import Button from '@mui/material/Button';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { versionQuery } from './queries';
import { Maker, reasonOf } from './Versions';

type Difference = AdminTypes['schemas']['RouteDifference'];

export default function VersionPage() {
  const { t } = useTexts('routes');
  const { can } = useSession();
  const n = Number(usePathPart('n'));
  const query = useQuery(versionQuery(n));
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [note, told] = useWaits();
  const found = query.data?.value;
  const restoration = found?.restoration ?? [];
  return (
    <Page
      title={t('version_n', { n })}
      actions={
        <>
          <PageLink to="/routes/versions">{t('versions')}</PageLink>
          {can('routes:write') && restoration.length > 0 && (
            <Button variant="outlined" onClick={() => setAsking(true)}>
              {t('restore', { n })}
            </Button>
          )}
        </>
      }
    >
      {note}
      {query.isPending && <Loading />}
      {query.isError && <ProblemBox problem={query.error} retry={() => void query.refetch()} />}
      {found !== undefined && (
        <>
          <Card>
            <Facts
              rows={[
                [t('common:time'), <Time key="t" value={found.version.at} />],
                [t('maker'), <Maker key="m" version={found.version} />],
                [t('common:reason'), reasonOf(found.version) ?? <None key="r" />],
              ]}
            />
          </Card>
          <Differences title={t('changes')} differences={found.changes} />
          <Differences title={t('restoration')} differences={restoration} />
        </>
      )}
      {asking && (
        <DangerDialog
          action={t('restore', { n })}
          level={3}
          name={String(n)}
          onClose={() => setAsking(false)}
          onConfirm={async (reason) => {
            // The version that was current when the differences were read: another one since is refused.
            told(
              await mustChange(
                admin.POST('/admin/v1/routes/versions/{n}/restore', {
                  params: { path: { n }, header: { 'If-Match': query.data?.etag } as never },
                  ...because(reason),
                }),
              ),
            );
            await queries.invalidateQueries({ queryKey: ['routes'] });
            await queries.invalidateQueries({ queryKey: ['route-versions'] });
          }}
        >
          {t('restore_effect', { changes: restoration.length })}
        </DangerDialog>
      )}
    </Page>
  );
}

function Differences({ title, differences }: { title: string; differences: readonly Difference[] }) {
  const { t } = useTexts('routes');
  return (
    <Card title={title}>
      {differences.length === 0 && <Empty title={t('no_difference')} />}
      {differences.map((it, place) => (
        <Card key={it.route_id ?? `new-${place}`} title={t('route', { id: it.route_id ?? t('new') })}>
          <Diff label={`${title} ${it.route_id ?? place}`} before={it.before} after={it.after} />
        </Card>
      ))}
    </Card>
  );
}
