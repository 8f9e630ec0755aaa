import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDesk, useDeskElsewhere, useFeedStatus } from "../live/hooks";
import { usePhone } from "../phone/hooks";
import classes from "./Connection.module.css";

/** Milliseconds of silence that are not worth a word. */
const PATIENCE_MS = 1500;

/** Whether the screen is live and the phone registered; a strip over the page when the centre is out of reach. */
export function Connection({ serves }: { serves: boolean }) {
  const { t } = useTranslation();
  const status = useFeedStatus();
  const lost = useLasting(status === "lost" || status === "connecting", PATIENCE_MS);
  return (
    <>
      {serves && <PhoneSign />}
      <Sign state={lost ? "bad" : "good"} label={t("app.live")} words={t(lost ? "app.reconnecting" : "app.liveIs")} />
      <div role="status" className={classes.strip} data-shown={lost || undefined}>
        {lost && t("app.lost")}
      </div>
    </>
  );
}

function PhoneSign() {
  const { t } = useTranslation();
  const desk = useDesk();
  const { registration } = usePhone();
  const elsewhere = useDeskElsewhere();
  if (!desk || desk.state === "signed-out" || elsewhere) return null;
  const own = desk.phone === "sip";
  const good = own ? desk.reachable : registration === "registered";
  const words = own ? t(good ? "phone.sipReachable" : "phone.sipMissing") : t(`phone.registration.${registration}`);
  return <Sign state={good ? "good" : "bad"} label={t("phone.phone")} words={words} />;
}

function Sign({ state, label, words }: { state: "good" | "bad"; label: string; words: string }) {
  return (
    <span className={classes.sign} data-state={state} title={words} role="img" aria-label={`${label}: ${words}`}>
      <i />
      {label}
    </span>
  );
}

/** True once `on` has lasted this long; false at once when it ends. */
function useLasting(on: boolean, ms: number): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!on) {
      setLasts(false);
      return;
    }
    const timer = setTimeout(() => setLasts(true), ms);
    return () => clearTimeout(timer);
  }, [on, ms]);
  return lasts;
}
