import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AnswerStream } from './stream';

class Source {
  readonly listeners = new Map<string, (event: { data: string }) => void>();
  onerror: (() => void) | null = null;
  closed = false;

  constructor(readonly url: string) {}

  addEventListener(name: string, listener: (event: { data: string }) => void) {
    this.listeners.set(name, listener);
  }

  close() {
    this.closed = true;
  }

  say(name: string, data: unknown = {}) {
    this.listeners.get(name)?.({ data: JSON.stringify(data) });
  }
}

describe('the stream of answers', () => {
  let sources: Source[];
  let hidden: boolean;
  let stream: AnswerStream;

  beforeEach(() => {
    vi.useFakeTimers();
    sources = [];
    hidden = false;
    stream = new AnswerStream({
      open: (url) => {
        const source = new Source(url);
        sources.push(source);
        return source as unknown as EventSource;
      },
      now: () => Date.now(),
      isHidden: () => hidden,
    });
  });

  afterEach(() => vi.useRealTimers());

  const last = () => sources.at(-1) as Source;

  it('watches what begins together over one connection, and tells each its answer', () => {
    const a = vi.fn();
    const b = vi.fn();
    stream.watch('/a', a);
    stream.watch('/b?limit=1', b);
    vi.advanceTimersByTime(60);
    expect(sources).toHaveLength(1);
    expect(last().url).toBe('/console/stream?watch=%2Fa%20%2Fb%3Flimit%3D1');
    expect(stream.isLive('/a')).toBe(false);
    last().say('answer', { watch: '/a', body: { items: [] } });
    expect(a).toHaveBeenCalledWith({ items: [] });
    expect(b).not.toHaveBeenCalled();
    expect(stream.isLive('/a')).toBe(true);
    expect(stream.isLive('/b?limit=1')).toBe(false);
  });

  it('is not live for a read that is refused', () => {
    stream.watch('/a', vi.fn());
    vi.advanceTimersByTime(60);
    last().say('answer', { watch: '/a', body: 1 });
    last().say('answer', { watch: '/a', problem: { code: 'scope_missing' } });
    expect(stream.isLive('/a')).toBe(false);
  });

  it('opens another connection when a page watches something else, and none for nothing', () => {
    const end = stream.watch('/a', vi.fn());
    vi.advanceTimersByTime(60);
    const endB = stream.watch('/b', vi.fn());
    end();
    vi.advanceTimersByTime(60);
    expect(sources.map((it) => it.closed)).toEqual([true, false]);
    expect(last().url).toContain('%2Fb');
    endB();
    vi.advanceTimersByTime(60);
    expect(last().closed).toBe(true);
    expect(sources).toHaveLength(2);
  });

  it('says that nothing is live after a failure, and connects again, later each time', () => {
    const told = vi.fn();
    stream.follow(told);
    stream.watch('/a', vi.fn());
    vi.advanceTimersByTime(60);
    last().say('answer', { watch: '/a', body: 1 });
    last().onerror?.();
    expect(stream.isLive('/a')).toBe(false);
    expect(told).toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(sources).toHaveLength(2);
    last().onerror?.();
    vi.advanceTimersByTime(1_000);
    expect(sources).toHaveLength(2);
    vi.advanceTimersByTime(1_000);
    expect(sources).toHaveLength(3);
    last().say('beat');
    last().onerror?.();
    vi.advanceTimersByTime(1_000);
    expect(sources).toHaveLength(4);
  });

  it('connects again when the server says nothing for ten seconds', () => {
    stream.watch('/a', vi.fn());
    vi.advanceTimersByTime(60);
    last().say('answer', { watch: '/a', body: 1 });
    vi.advanceTimersByTime(9_000);
    last().say('beat');
    vi.advanceTimersByTime(9_000);
    expect(stream.isLive('/a')).toBe(true);
    vi.advanceTimersByTime(2_500);
    expect(stream.isLive('/a')).toBe(false);
    vi.advanceTimersByTime(1_000);
    expect(sources).toHaveLength(2);
  });

  it('has no connection while the page is hidden', () => {
    stream.watch('/a', vi.fn());
    vi.advanceTimersByTime(60);
    hidden = true;
    stream.visibilityChanged();
    expect(last().closed).toBe(true);
    vi.advanceTimersByTime(60_000);
    expect(sources).toHaveLength(1);
    hidden = false;
    stream.visibilityChanged();
    vi.advanceTimersByTime(60);
    expect(sources).toHaveLength(2);
  });

  it('watches the first eight reads', () => {
    for (let i = 0; i < 10; i++) {
      stream.watch(`/${i}`, vi.fn());
    }
    vi.advanceTimersByTime(60);
    expect(decodeURIComponent(last().url).split(' ')).toHaveLength(8);
  });
});
