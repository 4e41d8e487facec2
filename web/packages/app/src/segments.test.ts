import { describe, expect, it } from 'vitest';
import { segmentsOf } from './segments';

describe('parts of a text', () => {
  it.each([
    ['', 'gsm7', 0, 0],
    ['a'.repeat(160), 'gsm7', 1, 160],
    ['a'.repeat(161), 'gsm7', 2, 8],
    ['a'.repeat(306), 'gsm7', 2, 153],
    ['a'.repeat(307), 'gsm7', 3, 1],
    // The extension costs two septets.
    ['€'.repeat(80), 'gsm7', 1, 160],
    ['€'.repeat(81), 'gsm7', 2, 10],
    ['я'.repeat(70), 'ucs2', 1, 70],
    ['я'.repeat(71), 'ucs2', 2, 4],
    ['я'.repeat(134), 'ucs2', 2, 67],
    ['я'.repeat(135), 'ucs2', 3, 1],
  ])('%#: %s', (text, encoding, parts, inLast) => {
    expect(segmentsOf(text)).toMatchObject({ encoding, parts, inLast });
  });

  it('does not part an escape from its character', () => {
    // 152 septets, and then two that do not fit into the one that is left.
    expect(segmentsOf(`${'a'.repeat(152)}€${'a'.repeat(10)}`)).toMatchObject({ parts: 2, inLast: 12 });
  });

  it('does not part the two units of a character outside of the first plane', () => {
    expect(segmentsOf(`${'я'.repeat(66)}😀яяя`)).toMatchObject({ parts: 2, inLast: 5 });
  });

  it('names the first character that needs UCS-2', () => {
    expect(segmentsOf('{Oʻzbek я}').forcing).toEqual({ character: 'ʻ', index: 2 });
    expect(segmentsOf('€😀').forcing).toEqual({ character: '😀', index: 1 });
    expect(segmentsOf('Hello [world] ~^|\\€').forcing).toBeUndefined();
  });
});
