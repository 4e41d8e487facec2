/** The colours of the two themes. Each pair of text and ground has a contrast of 4.5 to 1 at least (tokens.test.ts). */
export interface Palette {
  ground: string;
  surface: string;
  raised: string;
  line: string;
  control: string;
  text: string;
  text2: string;
  text3: string;
  primary: string;
  onPrimary: string;
  selected: string;
  states: Record<Tone, { text: string; tint: string }>;
  series: readonly string[];
}

/** What a colour says; each state of anything is one of these. */
export type Tone = 'ok' | 'info' | 'warn' | 'bad' | 'quiet' | 'unknown';

export const light: Palette = {
  ground: '#F5F7F7',
  surface: '#FFFFFF',
  raised: '#ECF0F0',
  line: '#D3DBDB',
  control: '#75858A',
  text: '#142022',
  text2: '#46565A',
  text3: '#64747A',
  primary: '#0B6B6B',
  onPrimary: '#FFFFFF',
  selected: '#D9ECEC',
  states: {
    ok: { text: '#17653A', tint: '#E1F2E7' },
    info: { text: '#1A5AA0', tint: '#E3EDF9' },
    warn: { text: '#7F4C00', tint: '#FCEFD6' },
    bad: { text: '#AF231C', tint: '#FBE6E4' },
    quiet: { text: '#46565A', tint: '#ECF0F0' },
    unknown: { text: '#63449B', tint: '#EEE8F8' },
  },
  series: ['#0B7F7F', '#2B68B8', '#B85F00', '#7650BD', '#B83A62', '#6E7310'],
};

export const dark: Palette = {
  ground: '#0D1315',
  surface: '#141C1F',
  raised: '#1B2528',
  line: '#2C393D',
  control: '#74868B',
  text: '#E5ECED',
  text2: '#A8B7BA',
  text3: '#8797A0',
  primary: '#4FC3C0',
  onPrimary: '#062120',
  selected: '#16393A',
  states: {
    ok: { text: '#6FD08C', tint: '#13291B' },
    info: { text: '#84B9F3', tint: '#13263A' },
    warn: { text: '#F0B655', tint: '#2D230F' },
    bad: { text: '#FF8F86', tint: '#361A18' },
    quiet: { text: '#A8B7BA', tint: '#1B2528' },
    unknown: { text: '#C3AAF2', tint: '#251E37' },
  },
  series: ['#4FC3C0', '#7FB2F0', '#F0A24B', '#B79BF0', '#F086A6', '#C4C94F'],
};
