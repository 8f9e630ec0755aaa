import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isTyping } from "../app/hotkeys";
import classes from "./DigitPad.module.css";
import { type Digit, DIGITS, digitOf, lettersOn } from "./digits";

/** A telephone's keys; while it is open, digits typed outside of a text field are pressed too. */
export function DigitPad({ press }: { press: (digit: Digit) => void }) {
  const { t } = useTranslation();
  const [sent, setSent] = useState("");
  const pad = useRef<HTMLDivElement>(null);

  const push = (digit: Digit) => {
    setSent((before) => (before + digit).slice(-24));
    press(digit);
  };

  useEffect(() => {
    const typed = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.repeat || isTyping(event.target)) return;
      const digit = digitOf(event.key);
      if (!digit) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      push(digit);
    };
    window.addEventListener("keydown", typed, true);
    return () => window.removeEventListener("keydown", typed, true);
  });

  useEffect(() => {
    // Digits shall not go on into the note that was being written.
    pad.current?.focus();
  }, []);

  return (
    <div ref={pad} tabIndex={-1} className={classes.pad} role="group" aria-label={t("phone.keypad")}>
      <output className={classes.sent} aria-live="off">
        {sent || " "}
      </output>
      {DIGITS.map((digit) => (
        <button key={digit} type="button" onClick={() => push(digit)} aria-label={digit}>
          <b>{digit}</b>
          <small>{lettersOn(digit)}</small>
        </button>
      ))}
    </div>
  );
}
