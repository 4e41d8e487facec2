import { Frame } from '@elchi/app';
import { useTexts } from '@elchi/i18n';
import type { ReactNode } from 'react';
import { ApprovalsBadge } from './ApprovalsBadge';
import { pages } from './pages';
import { SearchField } from './SearchField';

export function ConsoleFrame({ children }: { children: ReactNode }) {
  const { t } = useTexts('nav');
  return (
    <Frame
      product="Elchi Console"
      pages={pages}
      search={
        <>
          <SearchField />
          <ApprovalsBadge />
        </>
      }
      menu={[
        { entries: [{ to: '/', label: t('home') }] },
        {
          title: t('traffic'),
          entries: [
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
          ],
        },
        { title: t('clients'), entries: [{ to: '/accounts', label: t('accounts:title') }] },
        {
          title: t('governance'),
          entries: [{ to: '/approvals', label: t('approvals:title') }],
        },
        { title: t('person'), entries: [{ to: '/me', label: t('me:title') }] },
      ]}
    >
      {children}
    </Frame>
  );
}
