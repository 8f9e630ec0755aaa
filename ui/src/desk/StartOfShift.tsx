import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { Icon } from "../app/icons";
import { askForMicrophone, type MicrophoneState } from "../phone/devices";
import type { PhoneKind } from "../wire";
import { useActs } from "./acts";
import classes from "./Desk.module.css";
import { MicrophoneNotice } from "./MicrophoneNotice";
import { choosePhone } from "./phoneChoice";

interface Props {
  kind: PhoneKind;
  microphone: MicrophoneState;
  refresh: () => void;
  openSettings: () => void;
}

/** Before work: choose the phone, allow the microphone, sign in. */
export function StartOfShift({ kind, microphone, refresh, openSettings }: Props) {
  const { t } = useTranslation();
  const { busy, run } = useActs();

  const start = () =>
    run("in", async () => {
      choosePhone(kind);
      if ("Notification" in window && Notification.permission === "default") void Notification.requestPermission();
      if (kind === "browser" && microphone === "ask") {
        await askForMicrophone();
        refresh();
      }
      await api.desk.signIn(kind);
    });

  return (
    <div className={classes.calm}>
      <Icon name="desk" size={34} />
      <h1>{t("desk.startTitle")}</h1>
      <p className="dim">{t(`desk.startWith.${kind}`)}</p>
      {kind === "browser" && <MicrophoneNotice microphone={microphone} refresh={refresh} />}
      <div className="row">
        <Button size="md" loading={busy === "in"} onClick={() => void start()} autoFocus>
          {t("desk.signIn")}
        </Button>
        <Button size="md" variant="default" onClick={openSettings} leftSection={<Icon name="settings" size={17} />}>
          {t("phone.settings")}
        </Button>
      </div>
    </div>
  );
}
