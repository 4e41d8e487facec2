import { expect, it } from 'vitest';
import { matches, targetOf } from './target';

it.each([
  ['01936D2A-7C1E-7F3A-9B2C-4D5E6F708192', '/messages/01936d2a-7c1e-7f3a-9b2c-4d5e6f708192', 'message'],
  ['+998 (90) 123-45-67', '/messages?to=%2B998901234567', 'number'],
  [' 998901234567 ', '/messages?to=%2B998901234567', 'number'],
  ['Hamkor & Co', '/search?q=Hamkor%20%26%20Co', 'search'],
  ['12', '/search?q=12', 'search'],
])('%s leads to %s', (text, to, kind) => {
  expect(targetOf(text, 'search')).toEqual({ to, kind });
});

it('takes other text for a reference where there is no search', () => {
  expect(targetOf('order-17', 'reference')).toEqual({
    to: '/messages?reference=order-17',
    kind: 'reference',
  });
});

it('finds names by words in any order, and Uzbek letters without their signs', () => {
  expect(matches('Suspend beeline', 'beel sus')).toBe(true);
  expect(matches('Koʻrinishlar', "ko'rin")).toBe(true);
  expect(matches('Koʻrinishlar', 'korin')).toBe(true);
  expect(matches('Operators', 'links')).toBe(false);
  expect(matches('Operators', ' ')).toBe(true);
});
