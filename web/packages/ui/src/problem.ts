/** What a page shows of a failed request. */
export class Problem {
  private constructor(
    readonly code: string,
    readonly title: string,
    readonly detail: string | undefined,
    readonly field: string | undefined,
    readonly correlationId: string | undefined,
    readonly retryable: boolean,
  ) {}

  /** From anything that was thrown. */
  static of(thrown: unknown): Problem {
    const it = thrown as Partial<Problem> & { message?: string };
    return typeof it?.code === 'string'
      ? new Problem(
          it.code,
          it.message ?? it.title ?? it.code,
          it.detail,
          it.field,
          it.correlationId,
          it.retryable ?? false,
        )
      : new Problem('fault', it?.message ?? String(thrown), undefined, undefined, undefined, false);
  }
}
