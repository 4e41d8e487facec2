import { ListPage, Person } from '@elchi/app';
import { type AdminTypes, admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty, None, PageLink, Time } from '@elchi/ui';

type Version = AdminTypes['schemas']['RouteVersion'];

/** As the audit has it: the contract names only the kind. */
interface Actor {
  kind: 'key' | 'user' | 'client' | 'server' | 'database';
  user_id?: number;
  api_key_id?: number;
  reason?: string;
}

export function Maker({ version }: { version: Version }) {
  const { t } = useTexts('audit');
  const actor = version.actor as Actor;
  return actor.user_id === undefined ? (
    <>
      {t(`actor_${actor.kind}`)} {actor.api_key_id}
    </>
  ) : (
    <Person id={actor.user_id} />
  );
}

export const reasonOf = (version: Version) => (version.actor as Actor).reason;

export default function Versions() {
  const { t } = useTexts('routes');
  return (
    <ListPage<Version>
      title={t('versions')}
      name="route-versions"
      actions={<PageLink to="/routes">{t('title')}</PageLink>}
      columns={[
        { key: 'version', title: t('version'), width: 80, cell: (it) => it.version },
        { key: 'at', title: t('common:time'), width: 150, cell: (it) => <Time value={it.at} /> },
        { key: 'who', title: t('maker'), width: 170, cell: (it) => <Maker version={it} /> },
        { key: 'added', title: t('added'), width: 90, align: 'end', cell: (it) => it.added },
        { key: 'changed', title: t('changed'), width: 90, align: 'end', cell: (it) => it.changed },
        { key: 'removed', title: t('removed'), width: 90, align: 'end', cell: (it) => it.removed },
        { key: 'restored', title: t('restored'), width: 110, cell: (it) => it.restored ?? <None /> },
        { key: 'reason', title: t('common:reason'), cell: (it) => reasonOf(it) ?? <None /> },
      ]}
      fetchPage={(_, cursor, signal) =>
        must(
          admin.GET('/admin/v1/routes/versions', {
            params: { query: { cursor, limit: 100 } as never },
            signal,
          }),
        )
      }
      idOf={(it) => String(it.version)}
      linkOf={(it) => `/routes/versions/${it.version}`}
      empty={<Empty title={t('none')} />}
    />
  );
}
