import { type Change, Problem, type Tagged } from '@elchi/client';
import { useTexts } from '@elchi/i18n';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

/**
 * What a person began to change. A version that came later is told, and written over only by a second attempt.
 *
 * @param key of the query that reads it with its entity tag
 */
export function useVersion<T>(found: Tagged<T>, key: readonly unknown[]) {
  const { t } = useTexts('common');
  const queries = useQueryClient();
  const [begun, setBegun] = useState(found);
  const [note, setNote] = useState<string>();

  function takeFresh() {
    const fresh = queries.getQueryData<Tagged<T>>(key);
    if (fresh !== undefined) {
      setBegun(fresh);
    }
  }

  async function save(change: (etag: string | undefined) => Promise<Change<unknown>>): Promise<void> {
    setNote(undefined);
    try {
      const answer = await change(begun.etag);
      setNote(answer.done ? undefined : t('common:waits_for_approval'));
      await queries.invalidateQueries({ queryKey: key });
      takeFresh();
    } catch (thrown) {
      if (!(thrown instanceof Problem) || thrown.status !== 412) {
        throw thrown;
      }
      await queries.refetchQueries({ queryKey: key });
      takeFresh();
      setNote(t('common:changed_elsewhere'));
    }
  }

  return { value: begun.value, note, save };
}
