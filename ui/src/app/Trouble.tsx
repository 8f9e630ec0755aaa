import { Alert, Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api";
import { Icon } from "./icons";

/** An error as a sentence in the reader's language; an unknown one keeps the server's own words. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiError) {
    return i18next.t(`errors.${error.code}`, { defaultValue: error.says || i18next.t("errors.unknown") });
  }
  return i18next.t("errors.unknown");
}

/** Say in a corner that an act failed. */
export function tellTrouble(error: unknown): void {
  notifications.show({ color: "red", message: sentenceOf(error), autoClose: 8000, withBorder: true });
}

/** In place of what could not be read, with a way to try again. */
export function Trouble({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert color="red" variant="light" icon={<Icon name="alert" />} m="md" role="alert">
      <div className="row wrap">
        <span>{sentenceOf(error)}</span>
        {retry && (
          <Button size="compact-sm" variant="default" onClick={retry}>
            {t("common.tryAgain")}
          </Button>
        )}
      </div>
    </Alert>
  );
}
