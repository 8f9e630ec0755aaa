import { useEffect, useState, useSyncExternalStore } from "react";
import { visit } from "../api";
import { clock } from "../app/format";
import { Icon } from "../app/icons";
import { type Digit, DIGITS, digitOf, lettersOn } from "../phone/digits";
import type { Company, Language } from "../wire";
import { CustomerCall } from "./customerCall";
import { type CustomerWord, languageOfVisit, say } from "./words";

const call = new CustomerCall();

/** One page, one button: call the company. */
export function CustomerPage() {
  const [language, setLanguage] = useState<Language>(() => languageOfVisit(location.search, navigator.language));
  const [company, setCompany] = useState<Company["name"]>({});
  const state = useSyncExternalStore(call.subscribe, () => call.state);
  const name = company[language] ?? company.en ?? company.ru;
  const t = (word: CustomerWord) => say(language, word);

  useEffect(() => {
    visit.company().then(
      ({ name }) => setCompany(name),
      () => undefined,
    );
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = [name, say(language, "callUs")].filter(Boolean).join(" · ");
  }, [language, name]);
  const isOn = state.phase === "connecting" || state.phase === "talking";

  return (
    <main className="visit">
      <header>
        <h1>{name ?? "\u00a0"}</h1>
        <div className="languages" role="group" aria-label={t("language")}>
          {(["en", "ru"] as const).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={language === one}
              disabled={isOn}
              onClick={() => setLanguage(one)}
              lang={one}
            >
              {one === "en" ? "English" : "Русский"}
            </button>
          ))}
        </div>
      </header>
      <p className="status" role="status">
        {state.trouble ? t(state.trouble) : state.phase === "idle" ? t("intro") : t(state.phase)}
      </p>
      {state.phase === "talking" ? <InCall t={t} muted={state.muted} since={state.since} /> : null}
      {isOn ? (
        <button type="button" className="round end" onClick={() => call.hangUp()}>
          <Icon name="hangUp" size={34} />
          <span>{t("hangUp")}</span>
        </button>
      ) : (
        <button type="button" className="round start" onClick={() => void call.start(language)}>
          <Icon name="phone" size={40} />
          <span>{t(state.phase === "ended" || state.trouble ? "again" : "callUs")}</span>
        </button>
      )}
      {state.phase !== "talking" && <p className="hint">{t(state.phase === "connecting" ? "allow" : "hint")}</p>}
    </main>
  );
}

function InCall({ t, muted, since }: { t: (word: CustomerWord) => string; muted: boolean; since: number }) {
  const [sent, setSent] = useState("");
  const [seconds, setSeconds] = useState(0);
  const press = (digit: Digit) => {
    setSent((before) => (before + digit).slice(-16));
    call.sendDigit(digit);
  };

  useEffect(() => {
    const timer = setInterval(() => setSeconds((Date.now() - since) / 1000), 500);
    return () => clearInterval(timer);
  }, [since]);
  useEffect(() => {
    const typed = (event: KeyboardEvent) => {
      const digit = event.repeat || event.altKey || event.ctrlKey || event.metaKey ? null : digitOf(event.key);
      if (digit) press(digit);
    };
    window.addEventListener("keydown", typed);
    return () => window.removeEventListener("keydown", typed);
  });

  return (
    <>
      <div className="clock" role="timer" aria-live="off">
        {clock(seconds)}
      </div>
      <div className="pad" role="group" aria-label={t("keypad")}>
        <output>{sent || t("keypadHint")}</output>
        {DIGITS.map((digit) => (
          <button key={digit} type="button" onClick={() => press(digit)} aria-label={digit}>
            <b>{digit}</b>
            <small>{lettersOn(digit)}</small>
          </button>
        ))}
      </div>
      <button type="button" className="mute" aria-pressed={muted} onClick={() => call.mute()}>
        <Icon name={muted ? "micOff" : "mic"} />
        {t(muted ? "unmute" : "mute")}
      </button>
    </>
  );
}
