import { Alert, Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Icon } from "../app/icons";
import { askForMicrophone, type MicrophoneState } from "../phone/devices";

/** Nothing when the microphone may be used; else what is wrong and how to mend it. */
export function MicrophoneNotice({ microphone, refresh }: { microphone: MicrophoneState; refresh: () => void }) {
  const { t } = useTranslation();
  if (microphone === "allowed" || microphone === "unknown") return null;
  return (
    <Alert color={microphone === "ask" ? "yellow" : "red"} variant="light" icon={<Icon name="mic" />} role="status">
      <div className="row wrap">
        <span>{t(`phone.microphone.${microphone}`)}</span>
        {microphone === "ask" && (
          <Button size="compact-sm" variant="default" onClick={() => void askForMicrophone().then(refresh)}>
            {t("phone.allow")}
          </Button>
        )}
      </div>
    </Alert>
  );
}
