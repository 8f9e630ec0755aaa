import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Calendars.module.css";
import type { Calendar } from "./model";
import { likeMonday, type Opening, readSpans, spansOf, type SpanFault, withDay, writeSpans } from "./week";
import { DayBar } from "./WeekBars";

/** Any Monday: weekdays are named by the browser. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;
const HOURS = [0, 6, 12, 18, 24];

interface Props {
  hours: Calendar["hours"];
  change: (openings: Opening[]) => void;
  fault: (weekday: number, isFaulty: boolean) => void;
}

/** The week, a line a day: its hours as text and as a bar. */
export function WeekForm({ hours, change, fault }: Props) {
  const { t, i18n } = useTranslation();
  const names = new Intl.DateTimeFormat(i18n.language, { weekday: "long", timeZone: "UTC" });
  return (
    <div className={classes.weekForm} data-off={hours.always || undefined}>
      <span />
      <span className={classes.scale} aria-hidden="true">
        {HOURS.map((hour) => (
          <span key={hour} style={{ left: `${(hour / 24) * 100}%` }}>
            {hour}
          </span>
        ))}
      </span>
      <span>
        <Button
          size="compact-xs"
          variant="default"
          disabled={hours.always}
          onClick={() => change(likeMonday(hours.openings))}
        >
          {t("calendars.likeMonday")}
        </Button>
      </span>
      {[0, 1, 2, 3, 4, 5, 6].map((weekday) => (
        <Day
          key={weekday}
          name={names.format(MONDAY + weekday * DAY_MS)}
          off={hours.always}
          spans={spansOf(hours.openings, weekday)}
          change={(spans) => change(withDay(hours.openings, weekday, spans))}
          fault={(isFaulty) => fault(weekday, isFaulty)}
        />
      ))}
    </div>
  );
}

interface DayProps {
  name: string;
  off: boolean;
  spans: ReturnType<typeof spansOf>;
  change: (spans: Exclude<ReturnType<typeof readSpans>, SpanFault>) => void;
  fault: (isFaulty: boolean) => void;
}

function Day({ name, off, spans, change, fault }: DayProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState<SpanFault | "">("");
  const text = typed ?? writeSpans(spans);

  function onType(next: string) {
    setTyped(next);
    const read = readSpans(next);
    const isFaulty = typeof read === "string";
    setWrong(isFaulty ? read : "");
    fault(isFaulty);
    if (!isFaulty) change(read);
  }

  return (
    <>
      <span className={classes.weekday}>{name}</span>
      <DayBar spans={spans} />
      <TextInput
        size="xs"
        value={text}
        disabled={off}
        placeholder={t("calendars.closed")}
        aria-label={t("calendars.hoursOf", { day: name })}
        error={wrong && t(`calendars.fault.${wrong}`)}
        onChange={(event) => onType(event.currentTarget.value)}
        onBlur={() => wrong === "" && setTyped(null)}
      />
    </>
  );
}
