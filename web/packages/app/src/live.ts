import { stream } from '@elchi/client';
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';

/** A read that a page shows as it changes. */
export interface LiveQuery<T> {
  queryKey: readonly unknown[];
  queryFn: (context: { signal: AbortSignal }) => Promise<T>;
  /** Path and query of the same read, as the stream takes it; undefined: it is asked for alone. */
  watch: string | undefined;
  /** Milliseconds between two questions while the stream does not answer; false: none. */
  refetchInterval: number | false;
  enabled?: boolean;
}

/** The answer of a read: over the stream while that is connected, and by asking otherwise. */
export function useLive<T>(live: LiveQuery<T>): UseQueryResult<T> & { isLive: boolean } {
  const client = useQueryClient();
  const address = live.enabled === false ? undefined : live.watch;
  const key = JSON.stringify(live.queryKey);
  useEffect(
    () =>
      address === undefined
        ? undefined
        : stream.watch(address, (body) => client.setQueryData(JSON.parse(key) as unknown[], body)),
    [address, client, key],
  );
  const isLive = useSyncExternalStore(
    (changed) => stream.follow(changed),
    () => address !== undefined && stream.isLive(address),
  );
  const query = useQuery<T>({
    queryKey: live.queryKey,
    queryFn: live.queryFn,
    enabled: live.enabled ?? true,
    refetchInterval: isLive ? false : live.refetchInterval,
  });
  return Object.assign({}, query, { isLive }) as UseQueryResult<T> & { isLive: boolean };
}
