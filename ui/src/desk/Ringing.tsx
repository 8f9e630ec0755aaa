import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { named } from "../app/format";
import { DESK_KEYS, useHotkeys } from "../app/hotkeys";
import { Icon } from "../app/icons";
import { now } from "../live/clock";
import { Elapsed, Remaining } from "../live/Timer";
import { usePhone } from "../phone/hooks";
import { softphone } from "../phone/softphone";
import { useCenter } from "../session/session";
import type { DeskContact, DeskTile } from "../wire";
import { useActs } from "./acts";
import { CallerName } from "./CallerCard";
import classes from "./Desk.module.css";

/** A contact rings: who it is, and two answers. */
export function Ringing({ desk, contact, trouble }: { desk: DeskTile; contact: DeskContact; trouble: string | null }) {
  const { t, i18n } = useTranslation();
  const { queues } = useCenter();
  const { call } = usePhone();
  const { busy, run } = useActs();
  const accept = useRef<HTMLButtonElement>(null);
  const here = desk.phone !== "sip";
  const canAnswer = here && call?.state === "ringing";
  const answering = call?.state === "answering";

  const take = () => softphone.answer();
  const decline = () => void run("decline", api.desk.decline);
  useHotkeys({
    [DESK_KEYS.accept]: canAnswer && take,
    Enter: canAnswer && take,
    [DESK_KEYS.decline]: decline,
  });
  useEffect(() => {
    const active = document.activeElement;
    if (canAnswer && (active === document.body || active === null)) accept.current?.focus();
  }, [canAnswer]);

  const queue = queues.find((one) => one.queue_id === contact.queue_id);
  return (
    <div className={classes.ringing} role="alert" aria-label={t("desk.rings")}>
      <OfferTime contact={contact} />
      <CallerName contact={contact} />
      <dl className={classes.headline}>
        <div>
          <dt>{t("desk.queue")}</dt>
          <dd className="cut">{named(queue, i18n.language) || NONE}</dd>
        </div>
        <div>
          <dt>{t("desk.waited")}</dt>
          <dd>
            <Elapsed since={contact.queued_at ?? contact.arrived_at ?? contact.state_since} />
          </dd>
        </div>
        <div>
          <dt>{t("desk.language")}</dt>
          <dd>{t(`languages.${contact.language}`, { defaultValue: contact.language })}</dd>
        </div>
        <div>
          <dt>{t("desk.called")}</dt>
          <dd className="cut">{contact.number || NONE}</dd>
        </div>
      </dl>
      <div className={classes.answers}>
        <Button
          ref={accept}
          size="lg"
          color="green"
          disabled={!canAnswer && !answering}
          loading={answering}
          onClick={take}
          leftSection={<Icon name="phone" />}
          rightSection={<kbd>{DESK_KEYS.accept}</kbd>}
        >
          {t("desk.accept")}
        </Button>
        <Button
          size="lg"
          variant="default"
          loading={busy === "decline"}
          onClick={decline}
          leftSection={<Icon name="cross" />}
          rightSection={<kbd>{DESK_KEYS.decline}</kbd>}
        >
          {t("desk.decline")}
        </Button>
      </div>
      <p className={classes.line}>
        {!here ? t("desk.answerOnPhone") : trouble ? t(trouble) : !call ? t("desk.phoneConnecting") : t("desk.enterAccepts")}
      </p>
    </div>
  );
}

const NONE = "–";

/** The offer's time running out, as a bar that the browser animates by itself. */
function OfferTime({ contact }: { contact: DeskContact }) {
  const { t } = useTranslation();
  if (contact.expires_at === null) return null;
  const left = Math.max(0, contact.expires_at - now());
  const whole = Math.max(left, contact.expires_at - contact.state_since);
  return (
    <div className={classes.offerTime}>
      <span className="dot pulse" />
      <strong>{t("desk.rings")}</strong>
      <Remaining until={contact.expires_at} className="push" />
      <i
        key={contact.offer_id}
        style={{ animationDuration: `${whole}s`, animationDelay: `${left - whole}s` }}
        aria-hidden="true"
      />
    </div>
  );
}
