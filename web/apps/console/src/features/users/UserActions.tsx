import type { InvitedUser } from '@elchi/app';
import { admin, because, type Change, must, mustChange } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { DangerDialog } from '@elchi/ui';
import Button from '@mui/material/Button';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { User } from './Users';

const actions = ['link', 'sign_out', 'factor', 'suspend', 'resume'] as const;
type Action = (typeof actions)[number];

interface UserActionsProps {
  user: User;
  told(change: Change<unknown>): void;
  onLink(invited: InvitedUser | undefined): void;
}

/** What is done about a person's access. Each has a reason; some wait for another person. */
export function UserActions({ user, told, onLink }: UserActionsProps) {
  const { t } = useTexts('users');
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Action>();
  const path = { params: { path: { id: user.id } } };
  const possible = actions.filter((it) =>
    it === 'factor'
      ? user.second_factor
      : it === 'suspend'
        ? user.status !== 'suspended'
        : it !== 'resume' || user.status === 'suspended',
  );

  async function act(action: Action, reason: string) {
    const why = because(reason);
    if (action === 'link') {
      const made = await mustChange(admin.POST('/admin/v1/users/{id}/password-link', { ...path, ...why }));
      onLink(made.done && 'token' in made.value ? made.value : undefined);
      told(made);
    } else if (action === 'sign_out') {
      await must(admin.DELETE('/admin/v1/users/{id}/sessions', { ...path, ...why }));
    } else if (action === 'factor') {
      told(await mustChange(admin.DELETE('/admin/v1/users/{id}/second-factor', { ...path, ...why })));
    } else {
      const status = action === 'suspend' ? ('suspended' as const) : ('active' as const);
      told(await mustChange(admin.PATCH('/admin/v1/users/{id}', { ...path, body: { status }, ...why })));
    }
    await queries.invalidateQueries({ queryKey: ['users'] });
  }

  return (
    <>
      {possible.map((it) => (
        <Button
          key={it}
          variant="outlined"
          color={it === 'suspend' ? 'error' : 'primary'}
          onClick={() => setAsked(it)}
        >
          {t(`do_${it}`)}
        </Button>
      ))}
      {asked !== undefined && (
        <DangerDialog
          action={`${t(`do_${asked}`)}: ${user.name}`}
          level={asked === 'suspend' || asked === 'factor' ? 3 : 2}
          asksReason
          name={user.name}
          onClose={() => setAsked(undefined)}
          onConfirm={(reason) => act(asked, reason)}
        >
          {t(`effect_${asked}`)}
        </DangerDialog>
      )}
    </>
  );
}
