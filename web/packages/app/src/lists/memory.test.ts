import { expect, it } from 'vitest';
import { memoryOf, mostViews } from './memory';
import { pick } from './state';

it('reads what it wrote', () => {
  const kept = {
    last: { state: 'failed' },
    hidden: ['parts'],
    views: [{ name: 'OTP', values: { class: 'otp', accepted_from: '-1h' }, hidden: ['id'] }],
  };
  expect(memoryOf(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
});

it.each([
  undefined,
  null,
  7,
  'text',
  [],
  { last: ['a'], hidden: 'parts', views: {} },
  { last: { state: { $gt: 1 } }, hidden: [1, null], views: [null, 1, { name: '' }, { values: {} }] },
])('has nothing of what is broken: %j', (kept) => {
  expect(memoryOf(kept)).toEqual({ last: {}, hidden: [], views: [] });
});

it('keeps a limited number of views', () => {
  const views = Array.from({ length: 100 }, (_, n) => ({ name: `view ${n}` }));
  expect(memoryOf({ views }).views).toHaveLength(mostViews);
});

it('takes only the parameters that it is asked for', () => {
  expect(pick({ state: 'failed', to: '+998901234567', tab: 'messages' }, ['state', 'class'])).toEqual({
    state: 'failed',
  });
});
