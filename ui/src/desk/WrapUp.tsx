import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { clockOr, named } from "../app/format";
import { DESK_KEYS, useHotkeys } from "../app/hotkeys";
import { Icon } from "../app/icons";
import { Remaining } from "../live/Timer";
import { useCenter } from "../session/session";
import type { DeskContact, DeskTile } from "../wire";
import { useActs } from "./acts";
import { CallerName } from "./CallerCard";
import classes from "./Desk.module.css";
import { Disposition } from "./Disposition";
import { Note } from "./Note";

/** After the call: how it ended, what to remember, and on. */
export function WrapUp({ desk, contact }: { desk: DeskTile; contact: DeskContact }) {
  const { t, i18n } = useTranslation();
  const { queues } = useCenter();
  const { busy, run } = useActs();
  const queue = queues.find((one) => one.queue_id === (contact.queue_id ?? desk.queue_id));
  const choices = queue?.dispositions ?? [];
  const mustChoose = choices.length > 0 && contact.disposition_id === null;
  const finish = () => void run("finish", api.desk.finishWrapUp);
  const talked = contact.connected_at === null ? null : desk.state_since - contact.connected_at;
  useHotkeys({ [DESK_KEYS.ready]: !mustChoose && desk.pause_next === null && finish });

  return (
    <div className={classes.talk}>
      <div className={classes.talkHead}>
        <CallerName contact={contact} />
        <div className={classes.talkTime} data-wrap-up>
          {contact.wrap_up_until !== null && <Remaining until={contact.wrap_up_until} className={classes.talkClock} />}
          <div className="cut">{t("desk.wrapUpLeft")}</div>
        </div>
      </div>
      <p className={classes.line}>
        {t("desk.talked", { time: clockOr(talked) })}
        {queue && ` · ${named(queue, i18n.language)}`}
      </p>
      <Disposition contactId={contact.contact_id} choices={choices} chosen={contact.disposition_id} byDigits />
      <Note key={contact.contact_id} contactId={contact.contact_id} />
      <div className={classes.finish}>
        <span className={classes.line}>{mustChoose ? t("desk.chooseFirst") : ""}</span>
        <Button
          size="md"
          color={desk.pause_next ? undefined : "green"}
          disabled={mustChoose}
          loading={busy === "finish"}
          onClick={finish}
          leftSection={<Icon name={desk.pause_next ? "pause" : "check"} />}
          rightSection={!desk.pause_next && <kbd>{DESK_KEYS.ready}</kbd>}
        >
          {t(desk.pause_next ? "desk.finishThenPause" : "desk.readyNow")}
        </Button>
      </div>
    </div>
  );
}
