const letters: Record<string, string> = {
  a: 'á',
  c: 'ç',
  e: 'é',
  i: 'í',
  n: 'ñ',
  o: 'ó',
  u: 'ú',
  y: 'ý',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
};

/** How much longer than English a text may become. */
const growth = 0.4;
const word = 6;

/** A text with marks at both ends, other letters, and 40 % longer. Its variables stay. */
export function pseudo(text: string): string {
  const parts = text.split(/(\{\{\w+\}\})/);
  const marked = parts.map((it, place) =>
    place % 2 === 1 ? it : it.replace(/[a-zA-Z]/g, (at) => letters[at] ?? at),
  );
  const length = parts.filter((_, place) => place % 2 === 0).join('').length;
  const more = 'ô'.repeat(Math.ceil(length * growth)).replace(new RegExp(`.{${word}}(?=.)`, 'g'), '$& ');
  return `⟦${marked.join('')}${more === '' ? '' : ` ${more}`}⟧`;
}

/** All texts of a language so. */
export function pseudoTexts<Texts extends object>(texts: Texts): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([feature, keys]) => [
      feature,
      Object.fromEntries(
        Object.entries(keys as Record<string, string>).map(([key, text]) => [key, pseudo(text)]),
      ),
    ]),
  ) as Texts;
}
