import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { type Language, languages } from './formats';
import type en from './locales/en';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof en;
  }
}

const stored = 'elchi.language';

const loaders: Record<Language, () => Promise<{ default: typeof en }>> = {
  uz: () => import('./locales/uz') as Promise<{ default: typeof en }>,
  ru: () => import('./locales/ru') as Promise<{ default: typeof en }>,
  en: () => import('./locales/en'),
};

/**
 * The name of a language of tests: English with marks, and longer. It is in no menu; a test writes it where the choice is
 * kept.
 */
const pseudoName = 'pseudo';

/** The chosen language, or the first of the browser's that we have, or Uzbek. */
export function firstLanguage(): Language {
  const chosen = localStorage.getItem(stored);
  if (chosen === pseudoName) {
    return 'en';
  }
  const wanted = [chosen ?? '', ...navigator.languages].map((it) => it.slice(0, 2).toLowerCase());
  return (
    languages.find((it) => it === wanted.find((one) => (languages as readonly string[]).includes(one))) ??
    'uz'
  );
}

export async function startLanguage(language: Language = firstLanguage()): Promise<void> {
  const isPseudo = localStorage.getItem(stored) === pseudoName;
  const { default: loaded } = await loaders[language]();
  const texts = isPseudo ? (await import('./pseudo')).pseudoTexts(loaded) : loaded;
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      lng: language,
      fallbackLng: false,
      defaultNS: 'common',
      resources: {},
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  }
  for (const [feature, keys] of Object.entries(texts)) {
    i18next.addResourceBundle(language, feature, keys);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = isPseudo ? 'en-XA' : language === 'uz' ? 'uz-Latn' : language;
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(stored, language);
  await startLanguage(language);
}

export function currentLanguage(): Language {
  return (i18next.language as Language | undefined) ?? 'uz';
}

const features = [
  'accounts',
  'analytics',
  'approvals',
  'audit',
  'blocklist',
  'command',
  'common',
  'errors',
  'home',
  'keys',
  'ledger',
  'live',
  'me',
  'messages',
  'nav',
  'networks',
  'operators',
  'pdus',
  'prices',
  'queues',
  'range',
  'refused',
  'reveals',
  'routes',
  'send',
  'senders',
  'signin',
  'smpp',
  'system',
  'team',
  'timeline',
  'users',
  'views',
  'webhooks',
] as const;

/** The texts of a feature by their keys, and those of the others as `feature:key`. */
export function useTexts<Feature extends keyof typeof en>(feature: Feature) {
  return useTranslation([feature, ...features] as unknown as readonly [Feature, ...typeof features]);
}
