import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { callerWords, clockOr, dayAndTime, named, numberOf, phoneNumber, timeOfDay } from "../app/format";
import { Trouble } from "../app/Trouble";
import { useCenter, useMay } from "../session/session";
import type { ContactWhole } from "../wire";
import classes from "./Contacts.module.css";
import { OutcomeMark } from "./OutcomeMark";
import { Player } from "./Player";
import { Runs } from "./Runs";
import { Segments } from "./Segments";

/** One contact: in numbers, as a bar, in sound and in words. */
export function ContactStory({ contactId }: { contactId: string }) {
  const { t, i18n } = useTranslation();
  const hears = useMay("hear-recordings");
  const whole = useQuery({ queryKey: ["contact", contactId], queryFn: () => api.contacts.whole(contactId) });
  const story = useQuery({ queryKey: ["story", contactId], queryFn: () => api.contacts.story(contactId) });
  if (whole.error) return <Trouble error={whole.error} retry={() => void whole.refetch()} />;
  if (!whole.data) return <Skeleton height={260} />;
  const { contact, note } = whole.data;
  return (
    <div className={classes.story}>
      <Facts whole={whole.data} />
      <Segments whole={whole.data} />
      {contact.recordings.map((recording, at) =>
        hears ? (
          <Player key={recording} recordingId={recording} number={contact.recordings.length > 1 ? at + 1 : null} />
        ) : null,
      )}
      {contact.recordings.length > 0 && !hears && <p className="dim">{t("contacts.mayNotHear")}</p>}
      {note && (
        <section>
          <h3 className="label">{t("desk.note")}</h3>
          <p className={classes.noteText} dir="auto">
            {note}
          </p>
        </section>
      )}
      <section>
        <h3 className="label">{t("contacts.whatHappened")}</h3>
        {story.error && <Trouble error={story.error} retry={() => void story.refetch()} />}
        <ol className={classes.lines}>
          {story.data?.lines.map((line, at) => (
            <li key={`${line.at}-${at}`} data-kind={line.kind}>
              <time className="number dim">{timeOfDay(line.at, i18n.language, true)}</time>
              <span dir="auto">{i18n.language === "ru" ? line.text_ru : line.text_en}</span>
            </li>
          ))}
        </ol>
      </section>
      <Runs runs={whole.data.runs} />
    </div>
  );
}

function Facts({ whole }: { whole: ContactWhole }) {
  const { t, i18n } = useTranslation();
  const { queues, agents } = useCenter();
  const { contact } = whole;
  const queue = queues.find((one) => one.queue_id === contact.queue_id);
  const disposition = queues
    .flatMap((one) => one.dispositions)
    .find((one) => one.disposition_id === contact.disposition_id);
  const facts: [string, React.ReactNode][] = [
    [t("contacts.arrived"), dayAndTime(contact.arrived_at, i18n.language)],
    [t("desk.called"), contact.number],
    [t("desk.queue"), named(queue, i18n.language) || contact.queue_id],
    [t("floor.agent"), agents.find((agent) => agent.agent_id === contact.agent_id)?.name ?? contact.agent_id],
    [t("contacts.wait"), clockOr(contact.wait_s)],
    [t("contacts.talk"), clockOr(contact.talk_s)],
    [t("contacts.hold"), contact.hold_s ? clockOr(contact.hold_s) : null],
    [t("contacts.wrapUp"), clockOr(contact.wrap_up_s)],
    [t("contacts.endedBy"), contact.by && t(`by.${contact.by}`, { defaultValue: contact.by })],
    [t("desk.disposition"), named(disposition, i18n.language)],
  ];
  return (
    <header>
      <div className={classes.title}>
        <strong className="cut" dir="auto">
          {callerWords(contact, t)}
        </strong>
        {contact.caller_name && <span className="dim number">{phoneNumber(numberOf(contact.caller))}</span>}
        <OutcomeMark outcome={contact.outcome} />
      </div>
      <dl className={classes.facts}>
        {facts.map(([name, value]) =>
          value ? (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="number">{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </header>
  );
}
