import { Button, Skeleton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "../app/Empty";
import { Icon } from "../app/icons";
import { feed } from "../live/feed";
import { useDesk, useDeskElsewhere, useFeedStatus } from "../live/hooks";
import { useDevices, usePhone } from "../phone/hooks";
import { PhoneSettings } from "../phone/PhoneSettings";
import { phoneTrouble } from "../phone/trouble";
import { softphone } from "../phone/softphone";
import type { AgentState, PhoneKind } from "../wire";
import * as api from "../api";
import { useActs } from "./acts";
import { CallerCard } from "./CallerCard";
import classes from "./Desk.module.css";
import { Idle } from "./Idle";
import { OwnQueues } from "./OwnQueues";
import { chosenPhone, choosePhone } from "./phoneChoice";
import { Ringing } from "./Ringing";
import { Script, useScripts } from "./script/Script";
import { StartOfShift } from "./StartOfShift";
import { StateBar } from "./StateBar";
import { Talk } from "./Talk";
import { TodayList } from "./TodayList";
import { WrapUp } from "./WrapUp";

const IN_CONTACT: ReadonlySet<AgentState> = new Set(["offered", "talking", "wrapping-up"]);

/** The agent's desk. One panel in the middle shows what matters now; nothing around it moves. */
export default function Desk() {
  const { t } = useTranslation();
  const desk = useDesk();
  const elsewhere = useDeskElsewhere();
  const status = useFeedStatus();
  const phone = usePhone();
  const { microphone, refresh } = useDevices();
  const [settings, openSettings] = useState(false);
  const [kind, setKind] = useState<PhoneKind>(chosenPhone);
  const { run } = useActs();
  const serving = desk?.state === "talking" || desk?.state === "wrapping-up";
  const scripts = useScripts(serving);

  if (elsewhere) return <Elsewhere />;
  if (!desk) {
    return status === "live" ? (
      <Empty icon="desk" title={t("desk.noAgent")}>
        {t("desk.noAgentHint")}
      </Empty>
    ) : (
      <Skeleton m="md" height={300} />
    );
  }

  const signedIn = desk.state !== "signed-out";
  const current = signedIn ? (desk.phone ?? kind) : kind;
  const trouble = signedIn
    ? phoneTrouble({
        kind: current,
        registration: phone.registration,
        microphone: phone.microphone ?? microphone,
        reachable: desk.reachable,
      })
    : null;

  const contact = IN_CONTACT.has(desk.state) ? desk.contact : null;
  const script = contact && desk.script?.contact_id === contact.contact_id ? desk.script : null;
  const hasScript = serving && contact !== null && (script !== null || scripts.length > 0);

  async function change(next: PhoneKind) {
    if (signedIn && !(await run("phone", () => api.desk.signIn(next)))) return;
    choosePhone(next);
    setKind(next);
  }

  return (
    <div className={classes.desk}>
      <StateBar desk={desk} phone={current} trouble={trouble} openSettings={() => openSettings(true)} />
      <section className={`panel ${classes.now}`} data-state={desk.state} aria-label={t("desk.now")}>
        <div className={classes.matter}>
          {desk.state === "signed-out" ? (
            <StartOfShift kind={kind} microphone={microphone} refresh={refresh} openSettings={() => openSettings(true)} />
          ) : desk.state === "offered" && contact ? (
            <Ringing desk={desk} contact={contact} trouble={trouble} />
          ) : desk.state === "talking" && contact ? (
            <Talk desk={desk} contact={contact} />
          ) : desk.state === "wrapping-up" && contact ? (
            <WrapUp desk={desk} contact={contact} />
          ) : (
            <Idle desk={desk} trouble={trouble} microphone={microphone} refresh={refresh} />
          )}
        </div>
        {contact && <CallerCard key={contact.contact_id} contact={contact} />}
      </section>
      <div className={classes.side}>
        {hasScript ? (
          <Script key={contact.contact_id} view={script} contactId={contact.contact_id} />
        ) : (
          <>
            <OwnQueues />
            <TodayList />
          </>
        )}
      </div>
      <PhoneSettings
        opened={settings}
        close={() => openSettings(false)}
        kind={current}
        locked={signedIn && desk.state !== "paused" ? t("phone.pauseToChange") : ""}
        change={(next) => void change(next)}
      />
    </div>
  );
}

/** Calm: nothing is wrong, the desk is only open in another tab. */
function Elsewhere() {
  const { t } = useTranslation();
  const { call } = usePhone();
  return (
    <div className={classes.elsewhere} role="status">
      <Icon name="desk" size={34} />
      <h1>{t("desk.elsewhere")}</h1>
      <p className="dim">{t(call ? "desk.elsewhereTalking" : "desk.elsewhereHint")}</p>
      <div className="row">
        <Button onClick={() => feed.takeDesk()}>{t("desk.takeBack")}</Button>
        {call && (
          <Button variant="default" color="red" onClick={() => softphone.hangUp()}>
            {t("desk.hangUp")}
          </Button>
        )}
      </div>
    </div>
  );
}
