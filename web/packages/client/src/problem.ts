/** A problem document (RFC 9457) that the server answered, or one made here when no answer came. */
export class Problem extends Error {
  readonly status: number;
  /** Stable: programs look at this. `unreachable` when no answer came, `unreadable` when it was none of ours. */
  readonly code: string;
  readonly detail: string | undefined;
  /** The field to blame, like `numbers[3].msisdn`. */
  readonly field: string | undefined;
  readonly correlationId: string | undefined;
  readonly retryable: boolean;

  constructor(status: number, body: ProblemBody) {
    super(body.title ?? body.code);
    this.name = 'Problem';
    this.status = status;
    this.code = body.code;
    this.detail = body.detail;
    this.field = body.field;
    this.correlationId = body.correlation_id;
    this.retryable = body.retryable ?? false;
  }
}

export interface ProblemBody {
  code: string;
  title?: string | undefined;
  detail?: string | undefined;
  field?: string | undefined;
  correlation_id?: string | undefined;
  retryable?: boolean | undefined;
}

/** What an answer that is no success says. Anything may have answered: a proxy, too. */
export function problemOf(status: number, body: unknown): Problem {
  if (typeof body === 'object' && body !== null && typeof (body as ProblemBody).code === 'string') {
    return new Problem(status, body as ProblemBody);
  }
  return new Problem(status, { code: 'unreadable', retryable: status >= 500 });
}

export function unreachable(): Problem {
  return new Problem(0, { code: 'unreachable', retryable: true });
}
