import { admin, gateway, must } from '@elchi/client';
import { useQuery } from '@tanstack/react-query';
import { useSession } from '../session';

/**
 * A sender that an account may use: staff reads its list. The contract does not tell a client its senders: its people
 * get that of the last message. Undefined: none is known.
 */
export function useSenderOf(account: number): string | undefined {
  const { can, isStaff } = useSession();
  const query = useQuery({
    queryKey: ['sender-of', account],
    staleTime: 60_000,
    retry: false,
    queryFn: async ({ signal }) => {
      if (isStaff && can('senders:read')) {
        const params = { query: { account_id: account } as never };
        return (await must(admin.GET('/admin/v1/senders', { params, signal }))).items[0]?.sender ?? null;
      }
      if (can('sms:read')) {
        const params = { query: { limit: 1 } as never };
        return (await must(gateway.GET('/v1/sms', { params, signal }))).items[0]?.from ?? null;
      }
      return null;
    },
  });
  return query.data ?? undefined;
}
