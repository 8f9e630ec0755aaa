import { Button, Menu } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { named } from "../app/format";
import { DESK_KEYS, useHotkeys } from "../app/hotkeys";
import { Icon } from "../app/icons";
import { Elapsed } from "../live/Timer";
import { useCenter } from "../session/session";
import { stateColor } from "../theme/states";
import type { DeskTile, PhoneKind } from "../wire";
import { useActs } from "./acts";
import classes from "./Desk.module.css";

interface Props {
  desk: DeskTile;
  phone: PhoneKind;
  trouble: string | null;
  openSettings: () => void;
}

/** The agent's own state, and the three ways to change it. The buttons never move. */
export function StateBar({ desk, phone, trouble, openSettings }: Props) {
  const { t, i18n } = useTranslation();
  const { pauses } = useCenter();
  const { busy, run } = useActs();
  const pauseButton = useRef<HTMLButtonElement>(null);
  const signedIn = desk.state !== "signed-out";
  const atWork = desk.state === "talking" || desk.state === "wrapping-up";
  const canBeReady = desk.state === "paused" || (atWork && desk.pause_next !== null);
  const reasonName = (id: string) => {
    const reason = pauses.find((one) => one.reason_id === id);
    return reason ? named(reason, i18n.language) : id ? t(`pause.${id}`, { defaultValue: id }) : "";
  };

  const ready = () => run("ready", api.desk.ready);
  useHotkeys({
    [DESK_KEYS.ready]: canBeReady && (() => void ready()),
    [DESK_KEYS.pause]: signedIn && (() => pauseButton.current?.click()),
  });

  return (
    <header className={`panel ${classes.bar}`}>
      <div className={classes.state} style={{ "--state": stateColor(desk.state) } as React.CSSProperties}>
        <span className={`dot ${desk.state === "offered" ? "pulse" : ""}`} />
        <div>
          <strong role="status">{t(`state.${desk.state}`)}</strong>
          <div className={classes.reason}>
            {desk.state === "paused" && desk.reason_id !== "signed-in" && reasonName(desk.reason_id)}
            {atWork && desk.pause_next && t("desk.thenPause", { reason: reasonName(desk.pause_next) })}
          </div>
        </div>
        {signedIn && <Elapsed since={desk.state_since} className={classes.stateTime} />}
      </div>
      <Button
        className={classes.barButton}
        color="green"
        variant={desk.state === "paused" ? "filled" : "default"}
        disabled={!canBeReady}
        loading={busy === "ready"}
        onClick={() => void ready()}
        leftSection={<Icon name="check" size={16} />}
        title={DESK_KEYS.ready}
      >
        {t(atWork && desk.pause_next ? "desk.noPause" : "desk.ready")}
      </Button>
      <Menu position="bottom-start" width={250} returnFocus>
        <Menu.Target>
          <Button
            ref={pauseButton}
            className={classes.barButton}
            variant="default"
            disabled={!signedIn || desk.state === "offered"}
            loading={busy === "pause"}
            leftSection={<Icon name="pause" size={16} />}
            title={DESK_KEYS.pause}
          >
            {t(atWork ? "desk.pauseAfter" : "desk.pause")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t(atWork ? "desk.pauseAfterWhy" : "desk.pauseWhy")}</Menu.Label>
          {pauses.map((reason) => (
            <Menu.Item
              key={reason.reason_id}
              onClick={() => void run("pause", () => api.desk.pause(reason.reason_id))}
              rightSection={
                (desk.pause_next ?? desk.reason_id) === reason.reason_id ? (
                  <Icon name="check" size={15} />
                ) : null
              }
            >
              {named(reason, i18n.language)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button
        variant="subtle"
        color={trouble ? "yellow" : "gray"}
        className="push"
        onClick={openSettings}
        leftSection={<Icon name={trouble ? "alert" : phone === "sip" ? "phone" : "desk"} size={17} />}
        title={trouble ? t(trouble) : t("phone.settings")}
      >
        {t(`phone.kind.${phone}`)}
      </Button>
      <Button
        variant="subtle"
        color="gray"
        disabled={!signedIn || desk.state === "talking" || desk.state === "offered"}
        loading={busy === "out"}
        onClick={() => void run("out", api.desk.signOut)}
        leftSection={<Icon name="out" size={17} />}
      >
        {t("desk.signOut")}
      </Button>
    </header>
  );
}
