import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import * as api from "../api";
import { callerWords } from "../app/format";
import { Icon } from "../app/icons";
import { feed } from "../live/feed";
import { useDesk, useDeskElsewhere, useFeedStatus } from "../live/hooks";
import { usePhone } from "../phone/hooks";
import { Ringtone } from "../phone/ringtone";
import { softphone } from "../phone/softphone";
import classes from "./DeskLink.module.css";

const FLASH_MS = 900;
/** Milliseconds for the switch to end a call by itself, as it does on every phone that it still reaches. */
const END_MS = 2000;

/** What of the desk goes on whatever screen is shown: the phone, the ring, the flashing title. */
export function DeskLink() {
  const desk = useDesk();
  const elsewhere = useDeskElsewhere();
  const [location] = useLocation();
  const onDesk = location.startsWith("/desk");
  useEffect(() => {
    if (onDesk) feed.takeDesk();
  }, [onDesk]);

  const here = !elsewhere && (feed.holdsDesk || onDesk);
  const wantsPhone = here && desk !== undefined && desk.state !== "signed-out" && desk.phone === "browser";
  useRegistration(wantsPhone, elsewhere);
  useRinging(here);
  useLeaveWarning();
  useEndWithTheFloor();
  useRefreshAfterContact();
  return here && !onDesk && desk?.state === "offered" ? <RingingElsewhere /> : null;
}

function useRegistration(wanted: boolean, elsewhere: boolean): void {
  const { data } = useQuery({
    queryKey: ["desk", "phone"],
    queryFn: api.desk.phone,
    staleTime: Infinity,
    enabled: wanted,
    retry: true,
    retryDelay: 3000,
  });
  useEffect(() => {
    if (wanted && data) void softphone.start(data.browser);
  }, [wanted, data]);
  useEffect(() => {
    // A short loss of the feed must not take the phone down; a sign-out or another tab does.
    if (wanted || (feed.status !== "live" && !elsewhere)) return;
    softphone.stop();
  }, [wanted, elsewhere]);
  useEffect(() => () => softphone.stop(), []);
}

function useRinging(here: boolean): void {
  const { t } = useTranslation();
  const desk = useDesk();
  const { call } = usePhone();
  const ringing = here && desk?.state === "offered" && (call === null || call.state === "ringing");
  const caller = desk?.contact ? callerWords(desk.contact, t) : "";

  useEffect(() => {
    if (!ringing) return;
    const tone = new Ringtone();
    tone.start();
    const title = document.title;
    let on = false;
    const flash = setInterval(() => {
      on = !on;
      document.title = on ? `☎ ${caller}` : title;
    }, FLASH_MS);
    const note = notify(t("desk.rings"), caller);
    return () => {
      tone.stop();
      clearInterval(flash);
      document.title = title;
      note?.close();
    };
  }, [ringing, caller, t]);
}

function notify(title: string, body: string): Notification | null {
  if (!("Notification" in window) || Notification.permission !== "granted" || document.hasFocus()) return null;
  const note = new Notification(title, { body, tag: "cordboard-offer", requireInteraction: true });
  note.onclick = () => {
    window.focus();
    location.hash = "/desk";
    note.close();
  };
  return note;
}

/** End a call that is over for the floor: its end does not find a phone that lost the connection in between. */
function useEndWithTheFloor(): void {
  const desk = useDesk();
  const live = useFeedStatus() === "live";
  const { call } = usePhone();
  const inContact = desk?.state === "talking" || desk?.state === "offered";
  const own = inContact && desk.contact?.offer_id === call?.offerId;
  const over = live && desk !== undefined && call?.state === "talking" && call.offerId !== null && !own;
  useEffect(() => {
    if (!over) return;
    const timer = setTimeout(() => softphone.hangUp(), END_MS);
    return () => clearTimeout(timer);
  }, [over]);
}

function useLeaveWarning(): void {
  const { call } = usePhone();
  const talking = call?.state === "talking" || call?.state === "answering";
  useEffect(() => {
    if (!talking) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [talking]);
}

/** Own calls of today change when a contact ends. */
function useRefreshAfterContact(): void {
  const client = useQueryClient();
  const desk = useDesk();
  const before = useRef(desk?.state);
  useEffect(() => {
    const was = before.current;
    before.current = desk?.state;
    if (was === "talking" || was === "wrapping-up") {
      if (desk?.state !== was) void client.invalidateQueries({ queryKey: ["desk", "today"] });
    }
  }, [desk?.state, client]);
}

function RingingElsewhere() {
  const { t } = useTranslation();
  const desk = useDesk();
  return (
    <Link href="/desk" className={classes.ringing} role="alert">
      <Icon name="phone" />
      {t("desk.rings")}: {desk?.contact && callerWords(desk.contact, t)}
      <b>{t("desk.open")}</b>
    </Link>
  );
}
