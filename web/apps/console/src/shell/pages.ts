import type { PageEntry } from '@elchi/app';

/** Every page, and what a person needs to see it: the permission of the operation that it reads first. */
export const pages: readonly PageEntry[] = [
  { path: '/', load: () => import('../features/home/Home') },
  { path: '/search', load: () => import('../features/search/Search') },
  { path: '/messages', load: () => import('../features/messages/Messages'), permission: 'messages:read' },
  { path: '/messages/$id', load: () => import('../features/messages/Message'), permission: 'messages:read' },
  { path: '/refused', load: () => import('../features/refused/Refused'), permission: 'refusals:read' },
  { path: '/queues', load: () => import('../features/queues/Queues'), permission: 'operators:read' },
  { path: '/operators', load: () => import('../features/operators/Operators'), permission: 'operators:read' },
  {
    path: '/operators/$id',
    load: () => import('../features/operators/Operator'),
    permission: 'operators:read',
  },
  { path: '/binds', load: () => import('../features/operators/Binds'), permission: 'links:read' },
  { path: '/accounts', load: () => import('../features/accounts/Accounts'), permission: 'accounts:read' },
  {
    path: '/accounts/new',
    load: () => import('../features/accounts/NewAccount'),
    permission: 'accounts:write',
  },
  { path: '/accounts/$id', load: () => import('../features/accounts/Account'), permission: 'accounts:read' },
  { path: '/approvals', load: () => import('../features/approvals/Approvals'), permission: 'drafts:read' },
  { path: '/approvals/$id', load: () => import('../features/approvals/Approval'), permission: 'drafts:read' },
  { path: '/me', load: () => import('../features/me/Me') },
];
