import { Problem } from '@elchi/client';
import { QueryClient, useInfiniteQuery } from '@tanstack/react-query';

/** One repetition of reads that may succeed later; none of changes. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        refetchOnWindowFocus: false,
        retry: (count, problem) => count < 1 && problem instanceof Problem && problem.retryable,
        retryDelay: 500,
      },
      mutations: { retry: false },
    },
  });
}

/** A page of a list, as all contracts have it. */
export interface ListAnswer<Row> {
  items: Row[];
  /** The cursor of the next page. Missing: this is the last. */
  next?: string;
}

/** The browser keeps at most this many rows of a list: filters narrow what is longer. */
export const mostRows = 5_000;

export function useList<Row>(
  key: readonly unknown[],
  fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<ListAnswer<Row>>,
  { refetchInterval, enabled = true }: { refetchInterval?: number | undefined; enabled?: boolean } = {},
) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    enabled,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    // A list that was read on is not read anew as a whole.
    refetchInterval: ({ state }) =>
      refetchInterval !== undefined && (state.data?.pages.length ?? 1) <= 1 ? refetchInterval : false,
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return {
    query,
    rows,
    more: query.hasNextPage && rows.length < mostRows,
    isCut: query.hasNextPage && rows.length >= mostRows,
  };
}
