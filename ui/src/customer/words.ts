/** The customer page's words: only its own part of the language files travels with it. */

import { customer as en } from "../i18n/en.json";
import { customer as ru } from "../i18n/ru.json";
import type { Language } from "../wire";

const WORDS = { en, ru } as const;

export type CustomerWord = keyof typeof en;

export function say(language: Language, word: CustomerWord): string {
  return WORDS[language][word];
}

/** The language of this visit: from the address, else the browser's. */
export function languageOfVisit(search: string, browser: string): Language {
  const asked = new URLSearchParams(search).get("lang");
  if (asked === "en" || asked === "ru") return asked;
  return browser.toLowerCase().startsWith("ru") ? "ru" : "en";
}
