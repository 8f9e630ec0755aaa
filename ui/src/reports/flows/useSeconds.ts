/** Short times as people read them: 7.5 s, 1:12. */

import { useTranslation } from "react-i18next";
import { clock, NOTHING } from "../../app/format";

export function useSeconds(): (value: number | null) => string {
  const { t, i18n } = useTranslation();
  const short = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  return (value) =>
    value === null ? NOTHING : value < 60 ? t("flowReport.seconds", { value: short.format(value) }) : clock(Math.round(value));
}
