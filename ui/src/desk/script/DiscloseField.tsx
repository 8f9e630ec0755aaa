import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FieldProps } from "./Turn";

/** A statement that must be read out; the tick goes to the centre, which keeps the time. */
export function DiscloseField({ busy, errorId, answer }: FieldProps) {
  const { t } = useTranslation();
  return (
    <Checkbox
      data-field
      size="md"
      label={t("script.tick")}
      description={t("script.mustRead")}
      checked={busy}
      disabled={busy}
      aria-describedby={errorId}
      onChange={() => answer(true)}
      onKeyDown={(event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        answer(true);
      }}
    />
  );
}
