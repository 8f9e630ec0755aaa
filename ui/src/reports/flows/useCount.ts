/** Whole numbers with the reader's separators. */

import { useCallback } from "react";
import { useTranslation } from "react-i18next";

export function useCount(): (value: number) => string {
  const { i18n } = useTranslation();
  return useCallback((value: number) => new Intl.NumberFormat(i18n.language).format(value), [i18n.language]);
}
