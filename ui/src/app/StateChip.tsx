import { useTranslation } from "react-i18next";
import { stateColor } from "../theme/states";

/** A state as a coloured word. `words` replaces the word of the state. */
export function StateChip({ state, words }: { state: string; words?: string }) {
  const { t } = useTranslation();
  return (
    <span
      className={`state-chip ${state === "offered" ? "pulse" : ""}`}
      style={{ "--state": stateColor(state) } as React.CSSProperties}
    >
      <span className="dot" />
      {words ?? t(`state.${state}`)}
    </span>
  );
}
