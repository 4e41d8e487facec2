import { useTexts } from '@elchi/i18n';
import { useNavigation, wantFirstRow } from '@elchi/ui';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useOfferedCommands } from './commands';
import { type Opened, useRecent } from './recent';
import { matches, targetOf } from './target';

export interface Hit extends Opened {
  detail?: string | undefined;
}

export interface Option {
  key: string;
  label: string;
  detail?: string | undefined;
  run(): void;
}

export interface Section {
  title: string;
  options: readonly Option[];
}

export interface CommandSource {
  /** What is done with text that is no id and no number. */
  other: 'search' | 'reference';
  /** Finds objects by what was typed; left out for a person who may not search. */
  find?: ((text: string, signal: AbortSignal) => Promise<readonly Hit[]>) | undefined;
}

/** The text of `delay` milliseconds ago, once nobody types. */
function useLater(text: string, delay: number): string {
  const [later, setLater] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setLater(text), delay);
    return () => clearTimeout(timer);
  }, [text, delay]);
  return later;
}

/** What the command bar offers for a text. */
export function useOptions(
  text: string,
  pages: readonly Opened[],
  { other, find }: CommandSource,
): readonly Section[] {
  const { t } = useTexts('command');
  const navigation = useNavigation();
  const commands = useOfferedCommands();
  const [recent, remember] = useRecent();
  const typed = text.trim();
  const asked = useLater(typed, 100);
  const target = typed === '' ? undefined : targetOf(typed, other);
  const mayAsk = target?.kind === 'search' && typed.length >= 2 && asked === typed;
  const found = useQuery({
    queryKey: ['search', asked, 'bar'],
    queryFn: ({ signal }) => find?.(asked, signal) ?? Promise.resolve([]),
    enabled: find !== undefined && mayAsk,
    staleTime: 30_000,
    retry: false,
  });

  const open = (it: Hit, kept: boolean): Option => ({
    key: it.to,
    label: it.label,
    detail: it.detail,
    run: () => {
      if (kept) {
        remember({ to: it.to, label: it.label });
      }
      navigation.go(it.to);
    },
  });
  const aimed = (it: Option): Option => ({
    ...it,
    run: () => {
      if (target?.kind !== 'message') {
        wantFirstRow();
      }
      it.run();
    },
  });
  const aims =
    target === undefined
      ? []
      : [
          open(
            {
              to: target.to,
              label: target.kind === 'message' ? typed : t(`open_${target.kind}`, { text: typed }),
              detail: target.kind === 'message' ? t('open_message') : undefined,
            },
            // A number, and a text that may be one, is not kept.
            target.kind === 'message',
          ),
        ].map(aimed);
  const matching = <Named extends { label: string }>(all: readonly Named[]) =>
    all.filter((it) => matches(it.label, typed));
  return [
    { title: '', options: aims },
    { title: t('found'), options: mayAsk ? (found.data ?? []).map((it) => open(it, true)) : [] },
    { title: t('actions'), options: matching(commands) },
    { title: t('recent'), options: matching(recent).map((it) => open(it, true)) },
    { title: t('pages'), options: matching(pages).map((it) => open(it, false)) },
  ].filter((it) => it.options.length > 0);
}
