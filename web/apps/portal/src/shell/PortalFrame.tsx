import { Frame } from '@elchi/app';
import { useTexts } from '@elchi/i18n';
import type { ReactNode } from 'react';
import { pages } from './pages';

export function PortalFrame({ children }: { children: ReactNode }) {
  const { t } = useTexts('nav');
  return (
    <Frame
      product="Elchi"
      pages={pages}
      search={{ other: 'reference' }}
      menu={[
        {
          entries: [
            { to: '/', label: t('home') },
            { to: '/messages', label: t('messages:title') },
            { to: '/send', label: t('send:title') },
            { to: '/analytics', label: t('analytics:title') },
            { to: '/refused', label: t('refused:title') },
            { to: '/reveals', label: t('reveals:title') },
          ],
        },
        {
          title: t('developers'),
          entries: [
            { to: '/keys', label: t('keys:title') },
            { to: '/smpp', label: t('smpp:title') },
            { to: '/webhooks', label: t('webhooks:title') },
          ],
        },
        { title: t('money'), entries: [{ to: '/transactions', label: t('accounts:transactions') }] },
        {
          title: t('account'),
          entries: [
            { to: '/team', label: t('team:title') },
            { to: '/me', label: t('me:title') },
          ],
        },
      ]}
    >
      {children}
    </Frame>
  );
}
