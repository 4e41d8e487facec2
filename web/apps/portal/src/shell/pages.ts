import type { PageEntry } from '@elchi/app';

/** Every page, and what a person needs to see it. */
export const pages: readonly PageEntry[] = [
  { path: '/', load: () => import('../features/home/Home') },
  { path: '/messages', load: () => import('../features/messages/Messages'), permission: 'sms:read' },
  { path: '/messages/$id', load: () => import('../features/messages/Message'), permission: 'sms:read' },
  { path: '/send', load: () => import('../features/send/Send'), permission: 'sms:read' },
  { path: '/analytics', load: () => import('../features/analytics/Analytics'), permission: 'sms:read' },
  { path: '/refused', load: () => import('../features/refused/Refused'), permission: 'sms:read' },
  { path: '/reveals', load: () => import('../features/reveals/Reveals'), permission: 'sms:read' },
  { path: '/keys', load: () => import('../features/keys/KeysPage'), permission: 'keys:read' },
  { path: '/smpp', load: () => import('../features/smpp/SmppPage'), permission: 'keys:read' },
  { path: '/webhooks', load: () => import('../features/webhooks/Webhooks'), permission: 'webhooks:read' },
  { path: '/webhooks/$id', load: () => import('../features/webhooks/Webhook'), permission: 'webhooks:read' },
  { path: '/transactions', load: () => import('../features/money/Transactions'), permission: 'balance:read' },
  { path: '/team', load: () => import('../features/team/TeamPage'), permission: 'users:read' },
  { path: '/me', load: () => import('../features/me/Me') },
];
