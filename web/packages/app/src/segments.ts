/** The default alphabet of 3GPP TS 23.038 (6.2.1), without the escape. */
const plain = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Its extension table (6.2.1.1): a character costs two septets. */
const extension = new Set('^{}\\[~]|€\f');

const limits = { gsm7: { one: 160, many: 153 }, ucs2: { one: 70, many: 67 } } as const;

export interface Segments {
  encoding: 'gsm7' | 'ucs2';
  parts: number;
  /** Septets, or UTF-16 units. */
  units: number;
  /** Units in the last part, and how many it may have. */
  inLast: number;
  perPart: number;
  /** The first character that the default alphabet lacks, and its place in UTF-16 units. */
  forcing?: { character: string; index: number };
}

/** How many parts a text makes as it is typed. No part ends inside a pair of units that are one character. */
export function segmentsOf(text: string): Segments {
  const costs: number[] = [];
  let forcing: Segments['forcing'];
  let index = 0;
  for (const character of text) {
    if (!plain.has(character) && !extension.has(character)) {
      forcing ??= { character, index };
    }
    index += character.length;
  }
  const encoding = forcing === undefined ? 'gsm7' : 'ucs2';
  for (const character of text) {
    costs.push(encoding === 'ucs2' ? character.length : extension.has(character) ? 2 : 1);
  }
  const units = costs.reduce((sum, it) => sum + it, 0);
  const { one, many } = limits[encoding];
  const found = forcing === undefined ? {} : { forcing };
  if (units <= one) {
    return { encoding, parts: text === '' ? 0 : 1, units, inLast: units, perPart: one, ...found };
  }
  let parts = 1;
  let inLast = 0;
  for (const cost of costs) {
    if (inLast + cost > many) {
      parts++;
      inLast = 0;
    }
    inLast += cost;
  }
  return { encoding, parts, units, inLast, perPart: many, ...found };
}
