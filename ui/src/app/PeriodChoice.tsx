import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./PeriodChoice.module.css";
import { type Period, PRESETS, type Preset, periodOf } from "./days";

/** A period: today and its likes, or two days of one's own. */
export function PeriodChoice({ value, onChange }: { value: Period; onChange: (period: Period) => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.period}>
      <NativeSelect
        aria-label={t("period.label")}
        value={value.preset}
        onChange={(event) => onChange(periodOf(event.currentTarget.value as Preset, new Date(), value))}
        data={PRESETS.map((preset) => ({ value: preset, label: t(`period.${preset}`) }))}
      />
      {value.preset === "own" && (
        <>
          <input
            type="date"
            aria-label={t("period.from")}
            value={value.first}
            max={value.last}
            onChange={(event) => event.target.value && onChange({ ...value, first: event.target.value })}
          />
          <input
            type="date"
            aria-label={t("period.to")}
            value={value.last}
            min={value.first}
            onChange={(event) => event.target.value && onChange({ ...value, last: event.target.value })}
          />
        </>
      )}
    </div>
  );
}
