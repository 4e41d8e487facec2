import { ListPage } from '@elchi/app';
import { type AdminTypes, admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Empty, Id, State, Time } from '@elchi/ui';

type Process = AdminTypes['schemas']['Process'];

export default function System() {
  const { t } = useTexts('system');
  return (
    <ListPage<Process>
      title={t('title')}
      name="processes"
      actions={
        <a href="/docs" target="_blank" rel="noreferrer">
          {t('docs')}
        </a>
      }
      columns={[
        { key: 'id', title: 'id', width: 150, cell: (it) => <Id value={it.id} /> },
        { key: 'state', title: t('common:state'), width: 130, cell: (it) => <ProcessState process={it} /> },
        { key: 'address', title: t('address'), width: 180, cell: (it) => it.address },
        { key: 'version', title: t('version'), width: 150, cell: (it) => it.version },
        { key: 'config', title: t('config'), width: 170, cell: (it) => <Id value={it.config_hash} whole /> },
        { key: 'started', title: t('started'), width: 150, cell: (it) => <Time value={it.started_at} /> },
        { key: 'seen', title: t('seen'), width: 150, cell: (it) => <Time value={it.seen_at} /> },
        { key: 'roles', title: t('roles'), cell: (it) => it.roles.join(', ') },
      ]}
      fetchPage={(_, __, signal) => must(admin.GET('/admin/v1/processes', { signal }))}
      idOf={(it) => it.id}
      empty={<Empty title={t('none')} />}
      refetchInterval={5_000}
    />
  );
}

function ProcessState({ process }: { process: Process }) {
  const { t } = useTexts('system');
  if (!process.live) {
    return <State tone="bad">{t('silent')}</State>;
  }
  return process.draining ? <State tone="warn">{t('draining')}</State> : <State tone="ok">{t('live')}</State>;
}
