import { Button, Modal, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Confirm } from "../../app/Confirm";
import { Empty } from "../../app/Empty";
import { named } from "../../app/format";
import { Icon } from "../../app/icons";
import { idFrom } from "../../flows/list/flowId";
import classes from "./Calendars.module.css";
import { CalendarForm } from "./CalendarForm";
import { type Calendar, calendarsOf, newCalendar, rewrite } from "./model";
import { WeekBars } from "./WeekBars";

/** When the company is open: a week, the holidays of a country, and single days. */
export function Calendars({ document }: { document: Record<string, unknown> }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const kept = calendarsOf(document);
  const [fresh, setFresh] = useState<Calendar | null>(null);
  const [chosenId, choose] = useState("");
  const [creating, create] = useState(false);
  const [removing, remove] = useState(false);
  const calendars = fresh ? [...kept, fresh] : kept;
  const chosen = calendars.find((one) => one.calendar_id === chosenId) ?? calendars[0];
  const reread = () => client.invalidateQueries({ queryKey: ["configuration"] });

  async function save(calendar: Calendar) {
    await rewrite<Calendar>("calendars", (all) => ({ ...all, [calendar.calendar_id]: calendar }));
    await reread();
    if (fresh?.calendar_id === calendar.calendar_id) setFresh(null);
  }

  async function takeAway(calendarId: string) {
    if (fresh?.calendar_id === calendarId) return setFresh(null);
    await rewrite<Calendar>("calendars", ({ [calendarId]: _, ...others }) => others);
    await reread();
  }

  return (
    <div className={classes.split}>
      <section className={`panel ${classes.list}`} aria-label={t("calendars.title")}>
        <header>
          <h2>{t("calendars.title")}</h2>
          <Button
            className="push"
            size="compact-sm"
            variant="default"
            leftSection={<Icon name="plus" size={14} />}
            disabled={fresh !== null}
            onClick={() => create(true)}
          >
            {t("calendars.create")}
          </Button>
        </header>
        {calendars.map((calendar) => (
          <button
            key={calendar.calendar_id}
            type="button"
            className={classes.item}
            aria-current={calendar === chosen || undefined}
            onClick={() => choose(calendar.calendar_id)}
          >
            <b className="cut">{named(calendar, i18n.language)}</b>
            <WeekBars hours={calendar.hours} small />
          </button>
        ))}
      </section>
      {chosen ? (
        <CalendarForm
          key={chosen.calendar_id}
          calendar={chosen}
          isNew={chosen === fresh}
          save={save}
          remove={() => remove(true)}
        />
      ) : (
        <section className="panel">
          <Empty icon="clock" title={t("calendars.none")}>
            {t("calendars.noneHint")}
          </Empty>
        </section>
      )}
      {creating && (
        <NewCalendar
          taken={calendars.map((one) => one.calendar_id)}
          close={() => create(false)}
          created={(calendar) => {
            setFresh(calendar);
            choose(calendar.calendar_id);
          }}
        />
      )}
      {removing && chosen && (
        <Confirm
          danger
          title={t("calendars.removeThis", { name: named(chosen, i18n.language) })}
          label={t("calendars.remove")}
          close={() => remove(false)}
          act={() => takeAway(chosen.calendar_id)}
        >
          {t("calendars.removeAsk")}
        </Confirm>
      )}
    </div>
  );
}

interface NewProps {
  taken: readonly string[];
  created: (calendar: Calendar) => void;
  close: () => void;
}

function NewCalendar({ taken, created, close }: NewProps) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const calendarId = idFrom(name);
  const isTaken = taken.includes(calendarId);

  function send(event: FormEvent) {
    event.preventDefault();
    if (!calendarId || isTaken) return;
    created(newCalendar(calendarId, name.trim()));
    close();
  }

  return (
    <Modal opened onClose={close} title={t("calendars.create")} size="sm">
      <form className="stack" onSubmit={send}>
        <TextInput
          data-autofocus
          label={t("calendars.name")}
          description={calendarId && t("calendars.idWillBe", { id: calendarId })}
          error={isTaken ? t("calendars.taken", { id: calendarId }) : null}
          value={name}
          maxLength={50}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className="row">
          <Button className="push" variant="default" onClick={close}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" disabled={!calendarId || isTaken}>
            {t("calendars.createIt")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
