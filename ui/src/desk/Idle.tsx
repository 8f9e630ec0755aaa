import { Alert, Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { DESK_KEYS } from "../app/hotkeys";
import { Icon } from "../app/icons";
import { useQueueTiles } from "../live/hooks";
import type { MicrophoneState } from "../phone/devices";
import { stateColor } from "../theme/states";
import type { DeskTile } from "../wire";
import { useActs } from "./acts";
import classes from "./Desk.module.css";
import { MicrophoneNotice } from "./MicrophoneNotice";

interface Props {
  desk: DeskTile;
  trouble: string | null;
  microphone: MicrophoneState;
  refresh: () => void;
}

/** Between contacts. What keeps the phone from ringing is said here, where there is room for it. */
export function Idle({ desk, trouble, microphone, refresh }: Props) {
  const { t } = useTranslation();
  const { busy, run } = useActs();
  const waiting = useQueueTiles().reduce((sum, queue) => sum + queue.waiting, 0);
  const paused = desk.state === "paused";
  const words = paused ? t(`desk.pausedBy.${desk.reason_id || "own"}`, { defaultValue: t("desk.pausedHint") }) : t("desk.readyHint");

  return (
    <div className={classes.calm} style={{ "--state": stateColor(desk.state) } as React.CSSProperties}>
      <Icon name={paused ? "pause" : "check"} size={38} />
      <h1>{t(paused ? "desk.pausedTitle" : "desk.readyTitle")}</h1>
      <p className="dim">{words}</p>
      <p className="dim number">{t("desk.waitingNow", { count: waiting })}</p>
      {trouble?.startsWith("phone.microphone") ? (
        <MicrophoneNotice microphone={microphone} refresh={refresh} />
      ) : (
        trouble && (
          <Alert color="yellow" variant="light" icon={<Icon name="alert" />} role="status">
            {t(trouble)}
          </Alert>
        )
      )}
      {paused && (
        <Button
          size="md"
          color="green"
          loading={busy === "ready"}
          onClick={() => void run("ready", api.desk.ready)}
          rightSection={<kbd>{DESK_KEYS.ready}</kbd>}
        >
          {t("desk.ready")}
        </Button>
      )}
    </div>
  );
}
