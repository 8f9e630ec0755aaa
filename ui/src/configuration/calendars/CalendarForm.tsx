import { Alert, Button, Select, Switch, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api";
import { Icon } from "../../app/icons";
import { sentenceOf } from "../../app/Trouble";
import classes from "./Calendars.module.css";
import { DayList } from "./DayList";
import type { Calendar } from "./model";
import { countries, timezones } from "./places";
import { hoursIn } from "./week";
import { WeekForm } from "./WeekForm";

interface Props {
  calendar: Calendar;
  isNew: boolean;
  save: (calendar: Calendar) => Promise<void>;
  remove: () => void;
}

/** One calendar, edited here and saved whole. */
export function CalendarForm({ calendar, isNew, save, remove }: Props) {
  const { t, i18n } = useTranslation();
  const [draft, setDraft] = useState<Calendar | null>(null);
  const [faulty, setFaulty] = useState<ReadonlySet<number>>(new Set());
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const shown = draft ?? calendar;
  const { hours } = shown;
  const isChanged = isNew || (draft !== null && JSON.stringify(draft) !== JSON.stringify(calendar));
  const zones = useMemo(timezones, []);
  const lands = useMemo(() => countries(i18n.language), [i18n.language]);
  const problems = error instanceof ApiError ? error.problems : [];

  const change = (part: Partial<Calendar>) => setDraft({ ...shown, ...part });
  const changeHours = (part: Partial<Calendar["hours"]>) => change({ hours: { ...hours, ...part } });

  async function send() {
    setBusy(true);
    setError(null);
    try {
      await save(shown);
      setDraft(null);
      notifications.show({ message: t("configuration.saved"), color: "green" });
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  }

  return (
    <section className={`panel ${classes.form}`} aria-label={shown.name}>
      <div className={classes.two}>
        <TextInput
          label={t("calendars.name")}
          value={shown.name}
          maxLength={100}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t("calendars.nameRu")}
          value={shown.name_ru}
          maxLength={100}
          onChange={(event) => change({ name_ru: event.currentTarget.value })}
        />
        <Select
          label={t("calendars.timezone")}
          data={zones.includes(hours.timezone) ? zones : [hours.timezone, ...zones]}
          value={hours.timezone}
          onChange={(timezone) => timezone && changeHours({ timezone })}
          searchable
          allowDeselect={false}
        />
        <Select
          label={t("calendars.country")}
          data={lands}
          value={shown.country || null}
          placeholder={t("calendars.noCountry")}
          onChange={(country) => change({ country: country ?? "" })}
          searchable
          clearable
        />
      </div>
      <div className={classes.weekHead}>
        <h3 className="label">{t("calendars.week")}</h3>
        <span className="dim small number">
          {hours.always ? t("calendars.always") : t("calendars.hoursAWeek", { count: Math.round(hoursIn(hours.openings)) })}
        </span>
        <Switch
          className="push"
          label={t("calendars.always")}
          checked={hours.always}
          onChange={(event) => changeHours({ always: event.currentTarget.checked })}
        />
      </div>
      <WeekForm
        hours={hours}
        change={(openings) => changeHours({ openings })}
        fault={(weekday, isFaulty) =>
          setFaulty((before) => {
            const next = new Set(before);
            if (isFaulty) next.add(weekday);
            else next.delete(weekday);
            return next;
          })
        }
      />
      <div className={classes.two}>
        <DayList
          label={t("calendars.closedOn")}
          hint={t("calendars.closedOnHint")}
          days={shown.closed_on}
          change={(closed_on) => change({ closed_on })}
        />
        <DayList
          label={t("calendars.openOn")}
          hint={t("calendars.openOnHint")}
          days={shown.open_on}
          change={(open_on) => change({ open_on })}
        />
      </div>
      {error !== null && (
        <Alert color="red" variant="light" icon={<Icon name="alert" />} role="alert" title={t("configuration.refused")}>
          {problems.length > 0 ? problems.join("; ") : sentenceOf(error)}
        </Alert>
      )}
      <div className="row">
        <Button variant="default" leftSection={<Icon name="trash" size={16} />} onClick={remove}>
          {t("calendars.remove")}
        </Button>
        <span className="push dim">{t(isChanged ? "configuration.changed" : "configuration.unchanged")}</span>
        <Button variant="default" disabled={draft === null} onClick={() => setDraft(null)}>
          {t("configuration.undo")}
        </Button>
        <Button
          disabled={!isChanged || faulty.size > 0 || !shown.name.trim()}
          loading={busy}
          onClick={() => void send()}
        >
          {t("configuration.save")}
        </Button>
      </div>
    </section>
  );
}
