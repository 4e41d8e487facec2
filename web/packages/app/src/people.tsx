import { type AdminTypes, admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { Card, Secret } from '@elchi/ui';
import Box from '@mui/material/Box';
import { useQuery } from '@tanstack/react-query';
import { useSession } from './session';

export type Role = AdminTypes['schemas']['Role'];
export type InvitedUser = AdminTypes['schemas']['InvitedUser'];

/** The matrix of roles and permissions: built-in roles, and those that the account made. */
export function useRoles() {
  const { can } = useSession();
  return useQuery({
    queryKey: ['roles'],
    queryFn: ({ signal }) => must(admin.GET('/admin/v1/roles', { signal })),
    enabled: can('users:read'),
    staleTime: 30_000,
  });
}

const builtIn = [
  'super_admin',
  'noc',
  'finance',
  'sales',
  'support',
  'reseller_admin',
  'owner',
  'developer',
  'client_finance',
  'viewer',
] as const;

/** The name of a role; of one that an account made, what it called it. */
export function useRoleName(): (role: string) => string {
  const { t } = useTexts('users');
  const roles = useRoles();
  return (role) => {
    const known = builtIn.find((it) => it === role);
    return known === undefined
      ? (roles.data?.items.find((it) => it.role === role)?.name ?? role)
      : t(`role_${known}`);
  };
}

/** The link of an invitation or a new password, shown once: people of clients go to the portal, others to the console. */
export function PasswordLink({ invited }: { invited: InvitedUser }) {
  const { t } = useTexts('users');
  const roles = useRoles();
  const type = roles.data?.items.find((it) => it.role === invited.user.role)?.account_type;
  const application = type === 'client' ? 'portal' : 'console';
  return (
    <Card title={t('link_of', { name: invited.user.name })}>
      <Box sx={{ display: 'flex', flexDirection: 'column', gap: 3 }}>
        <Box>{t('link_hint', { email: invited.user.email })}</Box>
        {!roles.isLoading && (
          <Secret
            label={t('link')}
            value={`${location.origin}/${application}?password_link=${encodeURIComponent(invited.token)}`}
          />
        )}
      </Box>
    </Card>
  );
}
