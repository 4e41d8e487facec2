import { expect, it } from 'vitest';
import en from './locales/en';
import { pseudo, pseudoTexts } from './pseudo';

it('marks both ends, keeps variables and is 40 % longer', () => {
  expect(pseudo('Suspend {{name}}')).toBe('⟦Súspéñd {{name}} ôôôô⟧');
  expect(pseudo('Save')).toBe('⟦Sávé ôô⟧');
});

it('does so with every text of English', () => {
  const all = pseudoTexts(en) as unknown as Record<string, Record<string, string>>;
  for (const [feature, keys] of Object.entries(en)) {
    for (const [key, text] of Object.entries(keys)) {
      const made = all[feature]?.[key] ?? '';
      expect(made, `${feature}:${key}`).toMatch(/^⟦.*⟧$/s);
      expect(made.length).toBeGreaterThanOrEqual(text.length * 1.2);
      expect(made.match(/\{\{\w+\}\}/g)).toEqual(text.match(/\{\{\w+\}\}/g));
    }
  }
});
