import createClient, { type Middleware } from 'openapi-fetch';
import type { paths as AdminPaths } from './generated/admin';
import type { paths as ConsolePaths } from './generated/console';
import type { paths as GatewayPaths } from './generated/gateway';
import { Problem, problemOf, unreachable } from './problem';

let csrfToken: string | undefined;
const sessionEnds = new Set<() => void>();
let confirm: (() => Promise<boolean>) | undefined;
/** Copies of requests that were sent: a body can be read once. */
const sent = new Map<string, Request>();

/** The token that each change needs: of the last answer that had one. */
export function rememberToken(token: string | undefined): void {
  csrfToken = token;
}

/** Calls `listener` when a request was refused because the session ended. Answers what forgets the listener. */
export function onSessionEnd(listener: () => void): () => void {
  sessionEnds.add(listener);
  return () => sessionEnds.delete(listener);
}

/** Asks a person who they are when an operation needs a recent sign-in; the request is sent again after it. */
export function onConfirmationNeeded(ask: (() => Promise<boolean>) | undefined): void {
  confirm = ask;
}

/** The reason of a change, for the audit and for the person who approves it. */
export function because(reason: string): { headers?: Record<string, string> } {
  const text = reason.trim();
  // A header has octets: those of UTF-8, each as one character.
  return text === ''
    ? {}
    : { headers: { 'X-Reason': String.fromCharCode(...new TextEncoder().encode(text)) } };
}

/** The code of a refusal; undefined when it is none of ours. */
async function codeOf(response: Response): Promise<string | undefined> {
  if (response.status !== 403) {
    return undefined;
  }
  const body = (await response
    .clone()
    .json()
    .catch(() => undefined)) as { code?: string } | undefined;
  return body?.code;
}

const withToken: Middleware = {
  onRequest({ request, id }) {
    if (csrfToken !== undefined && request.method !== 'GET') {
      request.headers.set('X-CSRF-Token', csrfToken);
    }
    request.headers.set('Accept', 'application/json, application/problem+json');
    if (request.method !== 'GET' && !isOfSession(request)) {
      sent.set(id, request.clone());
    }
    return request;
  },
  onError({ id }) {
    sent.delete(id);
  },
  async onResponse({ request, response, id }) {
    const copy = sent.get(id);
    sent.delete(id);
    const code = copy === undefined ? undefined : await codeOf(response);
    if (code === 'csrf_token_missing') {
      // Another tab signed in anew: who is it now?
      for (const listener of sessionEnds) {
        listener();
      }
      return undefined;
    }
    if (copy !== undefined && confirm !== undefined && code === 'confirmation_needed') {
      if (!(await confirm())) {
        return response;
      }
      if (csrfToken !== undefined) {
        copy.headers.set('X-CSRF-Token', csrfToken);
      }
      return fetch(copy);
    }
    if (response.status === 401 && !isOfSession(request)) {
      for (const listener of sessionEnds) {
        listener();
      }
    }
    return undefined;
  },
};

function isOfSession(request: Request): boolean {
  return new URL(request.url).pathname.startsWith('/console/session');
}

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

/** The gateway as a program has it: with a key, and without the session. */
export function gatewayWithKey(key: string) {
  return createClient<GatewayPaths>({
    baseUrl: '/',
    credentials: 'omit',
    headers: { Authorization: `Bearer ${key}`, Accept: 'application/json, application/problem+json' },
  });
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
