import { type Role, useRoleName, useSession } from '@elchi/app';
import { useTexts } from '@elchi/i18n';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';

interface MatrixProps {
  roles: readonly Role[];
  permissions: readonly string[];
  onEdit(role: Role): void;
  onRemove(role: Role): void;
}

export function Matrix({ roles, permissions, onEdit, onRemove }: MatrixProps) {
  const { t } = useTexts('users');
  const { can } = useSession();
  const nameOf = useRoleName();
  const ground = { backgroundColor: 'var(--e-palette-elchi-surface)' };
  return (
    <Box
      role="region"
      aria-label={t('roles')}
      tabIndex={0}
      sx={{
        overflow: 'auto',
        flex: 1,
        minHeight: 240,
        border: '1px solid var(--e-palette-divider)',
        borderRadius: 1,
        ...ground,
      }}
    >
      <Box
        component="table"
        sx={{
          borderCollapse: 'collapse',
          '& th, & td': { px: 2, py: 1, textAlign: 'center', whiteSpace: 'nowrap' },
          '& thead th': { position: 'sticky', top: 0, zIndex: 1, ...ground },
          '& tbody th': { position: 'sticky', left: 0, textAlign: 'start', fontWeight: 400, ...ground },
          '& tbody tr:hover td': { backgroundColor: 'var(--e-palette-elchi-ground)' },
        }}
      >
        <thead>
          <tr>
            <th>{t('permission')}</th>
            {roles.map((it) => (
              <th key={it.role} scope="col">
                <div>{nameOf(it.role)}</div>
                <Box sx={{ typography: 'caption', color: 'var(--e-palette-elchi-text2)' }}>
                  {t(`accounts:type_${it.account_type}`)}
                </Box>
                {it.id !== undefined && can('users:write') && (
                  <>
                    <Button onClick={() => onEdit(it)} aria-label={`${t('change')} ${nameOf(it.role)}`}>
                      {t('change')}
                    </Button>
                    <Button onClick={() => onRemove(it)} aria-label={`${t('remove')} ${nameOf(it.role)}`}>
                      {t('remove')}
                    </Button>
                  </>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {permissions.map((permission) => (
            <tr key={permission}>
              <th scope="row">
                <code>{permission}</code>
              </th>
              {roles.map((it) => (
                <td key={it.role}>
                  {it.permissions.includes(permission) && (
                    <Box
                      component="span"
                      role="img"
                      aria-label={t('may')}
                      sx={{ color: 'var(--e-palette-elchi-states-ok-text)' }}
                    >
                      ✓
                    </Box>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}
