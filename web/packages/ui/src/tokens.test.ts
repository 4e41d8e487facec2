import { describe, expect, it } from 'vitest';
import { dark, light, type Palette } from './tokens';

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

describe.each([
  ['light', light],
  ['dark', dark],
])('%s', (_, it_: Palette) => {
  it('has text that can be read on every ground it stands on', () => {
    for (const ground of [it_.ground, it_.surface]) {
      for (const text of [it_.text, it_.text2, it_.text3, it_.primary]) {
        expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    expect(contrast(it_.onPrimary, it_.primary)).toBeGreaterThanOrEqual(4.5);
    for (const state of Object.values(it_.states)) {
      expect(contrast(state.text, state.tint), `${state.text} on ${state.tint}`).toBeGreaterThanOrEqual(4.5);
    }
  });
  it('has borders of controls and series that can be seen', () => {
    expect(contrast(it_.control, it_.surface)).toBeGreaterThanOrEqual(3);
    for (const series of it_.series) {
      expect(contrast(series, it_.surface)).toBeGreaterThanOrEqual(3);
    }
  });
});
