import { Frame, findHits, useSession } from '@elchi/app';
import { useTexts } from '@elchi/i18n';
import type { ReactNode } from 'react';
import { ApprovalsBadge } from './ApprovalsBadge';
import { pages } from './pages';

export function ConsoleFrame({ children }: { children: ReactNode }) {
  const { t } = useTexts('nav');
  const { can } = useSession();
  return (
    <Frame
      product="Elchi Console"
      pages={pages}
      search={{ other: 'search', find: can('accounts:read') ? findHits : undefined }}
      beside={<ApprovalsBadge />}
      menu={[
        { entries: [{ to: '/', label: t('home') }] },
        {
          title: t('traffic'),
          entries: [
            { to: '/live', label: t('live:title') },
            { to: '/messages', label: t('messages:title') },
            { to: '/refused', label: t('refused:title') },
            { to: '/queues', label: t('queues:title') },
          ],
        },
        {
          title: t('network'),
          entries: [
            { to: '/operators', label: t('operators:title') },
            { to: '/binds', label: t('operators:binds') },
            { to: '/networks', label: t('networks:title') },
          ],
        },
        {
          title: t('routing'),
          entries: [
            { to: '/routes', label: t('routes:title') },
            { to: '/explain', label: t('routes:explain') },
            { to: '/senders', label: t('senders:title') },
            { to: '/blocklist', label: t('blocklist:title') },
          ],
        },
        { title: t('clients'), entries: [{ to: '/accounts', label: t('accounts:title') }] },
        {
          title: t('money'),
          entries: [
            { to: '/ledger', label: t('ledger:title') },
            { to: '/prices', label: t('prices:title') },
            { to: '/costs', label: t('prices:costs') },
          ],
        },
        {
          title: t('governance'),
          entries: [
            { to: '/approvals', label: t('approvals:title') },
            { to: '/audit', label: t('audit:title') },
            { to: '/users', label: t('users:title') },
            { to: '/roles', label: t('users:roles') },
            { to: '/system', label: t('system:title') },
          ],
        },
        { title: t('person'), entries: [{ to: '/me', label: t('me:title') }] },
      ]}
    >
      {children}
    </Frame>
  );
}
