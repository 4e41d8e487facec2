import { expect, it } from 'vitest';
import { pathOf } from './lines';

it('draws the newest value at the right, and a gap as a gap', () => {
  expect(pathOf([0, 10, undefined, 10], 10, 10)).toBe('M6 100.0L7 2.0M9 2.0');
});
