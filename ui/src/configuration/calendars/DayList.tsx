import { ActionIcon, Button } from "@mantine/core";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../app/icons";
import classes from "./Calendars.module.css";

interface Props {
  label: string;
  hint: string;
  days: readonly string[];
  change: (days: string[]) => void;
}

/** Single days, in order. */
export function DayList({ label, hint, days, change }: Props) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const [day, setDay] = useState("");
  const words = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeZone: "UTC" });

  function add(event: FormEvent) {
    event.preventDefault();
    if (day) change([...new Set([...days, day])].sort());
    setDay("");
  }

  return (
    <div>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <p className="dim small" style={{ margin: "0 0 6px" }}>
        {hint}
      </p>
      <form className="row" onSubmit={add}>
        <input id={id} type="date" className={classes.date} value={day} onChange={(event) => setDay(event.target.value)} />
        <Button type="submit" size="compact-sm" variant="default" disabled={!day}>
          {t("calendars.add")}
        </Button>
      </form>
      <ul className={classes.days}>
        {days.map((one) => (
          <li key={one} className="number">
            {words.format(Date.parse(one))}
            <ActionIcon
              size="xs"
              variant="subtle"
              color="gray"
              aria-label={t("calendars.takeOut", { day: words.format(Date.parse(one)) })}
              onClick={() => change(days.filter((other) => other !== one))}
            >
              <Icon name="cross" size={12} />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </div>
  );
}
