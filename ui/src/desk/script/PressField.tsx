import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Press, pressOf } from "./answers";
import classes from "./Script.module.css";
import type { FieldProps } from "./Turn";

/** So long a "1" waits for the "0" of a 10. */
const LONGER_MS = 700;

interface Props extends FieldProps {
  presses: readonly Press[];
  /** Numbers in a row rather than words in a column. */
  scale: boolean;
}

/** One press answers: with the pointer, a digit, or arrows and Enter. */
export function PressField({ presses, scale, first, busy, errorId, answer }: Props) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const [pressed, setPressed] = useState<unknown>(undefined);
  const [typed, setTyped] = useState("");
  // A step that is done tells its answer by its label.
  const before = presses.findIndex((press) => press.value === first || press.label === first);
  const start = Math.max(0, before);

  function give(press: Press) {
    if (busy) return;
    setTyped("");
    setPressed(press.value);
    answer(press.value);
  }

  useEffect(() => {
    const own = presses.find((press) => press.key === typed);
    if (!typed || !own) return;
    const timer = setTimeout(() => give(own), LONGER_MS);
    return () => clearTimeout(timer);
  });

  function onKey(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (/^[0-9]$/.test(event.key)) {
      const wanted = typed + event.key;
      const found = pressOf(presses, wanted);
      if (found === "wait") setTyped(wanted);
      else if (found) give(found);
      else setTyped("");
    } else if (event.key.startsWith("Arrow")) {
      const buttons = [...(box.current?.querySelectorAll("button") ?? [])];
      const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
      const step = event.key === "ArrowDown" || event.key === "ArrowRight" ? 1 : -1;
      buttons[(at + step + buttons.length) % buttons.length]?.focus();
    } else return;
    // The digits are ours while the keys are here: in wrap-up they would choose the disposition.
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      ref={box}
      className={scale ? classes.scale : classes.presses}
      role="group"
      aria-label={t("script.answer")}
      aria-describedby={errorId}
      onKeyDown={onKey}
    >
      {presses.map((press, at) => (
        <button
          key={press.label}
          type="button"
          data-field={at === start || undefined}
          aria-pressed={(pressed === undefined ? at === before : press.value === pressed) || undefined}
          aria-busy={busy && press.value === pressed}
          data-typed={(typed !== "" && press.key === typed) || undefined}
          onClick={() => give(press)}
        >
          {!scale && press.key && <kbd>{press.key}</kbd>}
          <span>{press.label}</span>
        </button>
      ))}
    </div>
  );
}
