/** What the stream says of one read: its answer, or that it was refused. */
export type WatchedAnswer = { watch: string; body?: unknown; problem?: { code?: string } };

/** What the stream needs of a browser: tests have their own. */
export interface StreamParts {
  open: (url: string) => EventSource;
  now: () => number;
  isHidden: () => boolean;
}

/** Reads of one stream: `watch` of the contract. Further ones are asked for. */
const most = 8;
/** The server says something every five seconds. */
const silentAfter = 10_000;
/** Reads that begin to be watched together come with one stream. */
const gather = 50;
const firstRetry = 1_000;
const longestRetry = 30_000;

type Listener = (body: unknown) => void;

/**
 * Answers of reads as they change, over one connection of this page (`GET /console/stream`). A page that is hidden has
 * none. Who watches is told whether answers come: else it asks.
 */
export class AnswerStream {
  private readonly watched = new Map<string, Set<Listener>>();
  private readonly answered = new Set<string>();
  private readonly followers = new Set<() => void>();
  private source: EventSource | undefined;
  private opened: readonly string[] = [];
  private heardAt = 0;
  private retry = firstRetry;
  private reopening: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly parts: StreamParts) {}

  /** Calls `listener` with each answer of a read. Answers what ends that. */
  watch(address: string, listener: Listener): () => void {
    const listeners = this.watched.get(address) ?? new Set();
    listeners.add(listener);
    this.watched.set(address, listeners);
    this.reopenSoon(gather);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) {
        this.watched.delete(address);
        this.reopenSoon(gather);
      }
    };
  }

  /** Whether the answer that a page has is the one of now. */
  isLive(address: string): boolean {
    return this.answered.has(address);
  }

  /** Calls `follower` when {@link isLive} may have changed. */
  follow(follower: () => void): () => void {
    this.followers.add(follower);
    return () => this.followers.delete(follower);
  }

  /** The page was hidden or shown. */
  visibilityChanged(): void {
    if (this.parts.isHidden()) {
      this.close();
    } else {
      this.reopenSoon(0);
    }
  }

  private reopenSoon(after: number): void {
    clearTimeout(this.reopening);
    this.reopening = setTimeout(() => this.reopen(), after);
  }

  private reopen(): void {
    const wanted = [...this.watched.keys()].slice(0, most);
    if (this.parts.isHidden() || wanted.length === 0) {
      this.close();
      return;
    }
    if (this.source !== undefined && same(wanted, this.opened)) {
      return;
    }
    this.close();
    this.opened = wanted;
    const source = this.parts.open(`/console/stream?watch=${encodeURIComponent(wanted.join(' '))}`);
    this.source = source;
    this.heardAt = this.parts.now();
    source.addEventListener('answer', (event) => this.heard(() => this.take(event.data as string)));
    source.addEventListener('beat', () => this.heard(() => {}));
    // The server says why it ends the stream: reads say it, too.
    source.addEventListener('end', () => this.again());
    source.onerror = () => this.again();
    this.silence = setInterval(() => {
      if (this.parts.now() - this.heardAt > silentAfter) {
        this.again();
      }
    }, 1_000);
  }

  private heard(then: () => void): void {
    this.heardAt = this.parts.now();
    this.retry = firstRetry;
    then();
  }

  private take(data: string): void {
    const answer = JSON.parse(data) as WatchedAnswer;
    if (answer.body === undefined) {
      this.answered.delete(answer.watch);
    } else {
      this.answered.add(answer.watch);
      for (const listener of this.watched.get(answer.watch) ?? []) {
        listener(answer.body);
      }
    }
    this.tell();
  }

  private again(): void {
    this.close();
    this.reopenSoon(this.retry);
    this.retry = Math.min(longestRetry, 2 * this.retry);
  }

  private close(): void {
    clearInterval(this.silence);
    clearTimeout(this.reopening);
    this.source?.close();
    this.source = undefined;
    this.opened = [];
    this.answered.clear();
    this.tell();
  }

  private tell(): void {
    for (const follower of this.followers) {
      follower();
    }
  }
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}

/** The stream of this page. */
export const stream = new AnswerStream({
  open: (url) => new EventSource(url),
  now: () => Date.now(),
  isHidden: () => document.hidden,
});

if (typeof document !== 'undefined') {
  document.addEventListener('visibilitychange', () => stream.visibilityChanged());
}
