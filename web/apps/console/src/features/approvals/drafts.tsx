import { type AdminTypes, admin, must } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { State, type Tone } from '@elchi/ui';

export type Draft = AdminTypes['schemas']['Draft'];

const tones: Record<Draft['state'], Tone> = {
  open: 'warn',
  approved: 'info',
  executed: 'ok',
  failed: 'bad',
  rejected: 'bad',
  withdrawn: 'quiet',
  expired: 'quiet',
};

export function DraftState({ state }: { state: Draft['state'] }) {
  const { t } = useTexts('approvals');
  return <State tone={tones[state]}>{t(`state_${state}`)}</State>;
}

/** Short, for lists: `POST accounts/3/topups`. */
export const requestOf = ({ request }: Draft) =>
  `${request.method} ${request.path.replace(/^\/(admin\/v1\/)?/, '')}`;

export const draftQuery = (id: number) => ({
  queryKey: ['drafts', 'one', id],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    must(admin.GET('/admin/v1/drafts/{id}', { params: { path: { id } }, signal })),
  refetchInterval: 5_000,
});
