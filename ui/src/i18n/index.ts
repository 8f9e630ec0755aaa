/** Languages: one file each, brought when needed. */

import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "../wire";

const KEPT = "cordboard.language";

const words: Record<Language, () => Promise<{ default: object }>> = {
  en: () => import("./en.json"),
  ru: () => import("./ru.json"),
};

/** The language chosen here before, or the browser's. */
export function preferredLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === "en" || kept === "ru") return kept;
  return navigator.language.toLowerCase().startsWith("ru") ? "ru" : "en";
}

export function hasChosenLanguage(): boolean {
  return localStorage.getItem(KEPT) !== null;
}

export async function startLanguages(language: Language = preferredLanguage()): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: (await words[language]()).default } },
    interpolation: { escapeValue: false },
    returnEmptyString: false,
  });
  document.documentElement.lang = language;
}

export async function speak(language: Language, keep = true): Promise<void> {
  if (!i18next.hasResourceBundle(language, "translation")) {
    i18next.addResourceBundle(language, "translation", (await words[language]()).default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  if (keep) localStorage.setItem(KEPT, language);
}
