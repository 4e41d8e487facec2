import createClient, { type Middleware } from 'openapi-fetch';
import type { paths as AdminPaths } from './generated/admin';
import type { paths as ConsolePaths } from './generated/console';
import type { paths as GatewayPaths } from './generated/gateway';
import { Problem, problemOf, unreachable } from './problem';

let csrfToken: string | undefined;
const sessionEnds = new Set<() => void>();

/** The token that each change needs: of the last answer that had one. */
export function rememberToken(token: string | undefined): void {
  csrfToken = token;
}

/** Calls `listener` when a request was refused because the session ended. Answers what forgets the listener. */
export function onSessionEnd(listener: () => void): () => void {
  sessionEnds.add(listener);
  return () => sessionEnds.delete(listener);
}

const withToken: Middleware = {
  onRequest({ request }) {
    if (csrfToken !== undefined && request.method !== 'GET') {
      request.headers.set('X-CSRF-Token', csrfToken);
    }
    request.headers.set('Accept', 'application/json, application/problem+json');
    return request;
  },
  onResponse({ request, response }) {
    if (response.status === 401 && !new URL(request.url).pathname.startsWith('/console/session')) {
      for (const listener of sessionEnds) {
        listener();
      }
    }
  },
};

const options = { baseUrl: '/', credentials: 'same-origin' as const };

export const admin = createClient<AdminPaths>(options);
export const gateway = createClient<GatewayPaths>(options);
export const session = createClient<ConsolePaths>(options);
for (const each of [admin, gateway, session]) {
  each.use(withToken);
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a successful answer. Throws a Problem otherwise. */
export async function must<T>(request: Promise<Answer<T>>): Promise<T> {
  return (await answered(request)).data as T;
}

/** A body with its entity tag, for a change with If-Match. */
export interface Tagged<T> {
  value: T;
  etag: string | undefined;
}

export async function mustTagged<T>(request: Promise<Answer<T>>): Promise<Tagged<T>> {
  const answer = await answered(request);
  return { value: answer.data as T, etag: answer.response.headers.get('ETag') ?? undefined };
}

/** A change either happened or waits as a draft for another person. */
export type Change<T> = { done: true; value: T } | { done: false; draft: string | undefined };

export async function mustChange<T>(request: Promise<Answer<T>>): Promise<Change<T>> {
  const answer = await answered(request);
  if (answer.response.status === 202) {
    const draft = (answer.data as { id?: string | number } | undefined)?.id;
    return { done: false, draft: draft === undefined ? undefined : String(draft) };
  }
  return { done: true, value: answer.data as T };
}

async function answered<T>(request: Promise<Answer<T>>): Promise<Answer<T>> {
  let answer: Answer<T>;
  try {
    answer = await request;
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') {
      throw failure;
    }
    // fetch throws a TypeError when there is no answer, JSON.parse a SyntaxError when it is none of ours.
    throw failure instanceof SyntaxError
      ? new Problem(0, { code: 'unreadable', retryable: true })
      : unreachable();
  }
  if (!answer.response.ok) {
    throw problemOf(answer.response.status, answer.error);
  }
  return answer;
}

/** A key that makes a request and its repetitions one action. */
export function newIdempotencyKey(): string {
  return crypto.randomUUID();
}
