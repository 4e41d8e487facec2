const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const number = /^\+?[0-9][0-9 ()-]{5,20}$/;

/** Where what was typed is found, and what it was taken for. */
export interface Target {
  to: string;
  kind: 'message' | 'number' | 'reference' | 'search';
}

/** A message by its id, messages by their number; else the search, or messages by the client's reference. */
export function targetOf(text: string, other: 'search' | 'reference'): Target {
  const typed = text.trim();
  if (uuid.test(typed)) {
    return { to: `/messages/${typed.toLowerCase()}`, kind: 'message' };
  }
  if (number.test(typed)) {
    return { to: `/messages?to=${encodeURIComponent(`+${typed.replace(/\D/g, '')}`)}`, kind: 'number' };
  }
  const query = encodeURIComponent(typed);
  return { to: other === 'search' ? `/search?q=${query}` : `/messages?reference=${query}`, kind: other };
}

/** As words are compared: without the signs of Uzbek letters, which many keyboards lack. */
const plain = (text: string) => text.toLowerCase().replace(/[ʻʼ'’‘`]/g, '');

/** Whether every word that was typed is in the name. */
export function matches(name: string, typed: string): boolean {
  const words = plain(typed)
    .split(/\s+/)
    .filter((it) => it !== '');
  return words.every((it) => plain(name).includes(it));
}
