import { Popover, Tooltip } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { named } from "../app/format";
import { DESK_KEYS, useHotkeys } from "../app/hotkeys";
import { Icon } from "../app/icons";
import { Elapsed } from "../live/Timer";
import { DigitPad } from "../phone/DigitPad";
import { usePhone } from "../phone/hooks";
import { LevelMeter } from "../phone/LevelMeter";
import { softphone } from "../phone/softphone";
import { useCenter } from "../session/session";
import type { DeskContact, DeskTile } from "../wire";
import { useActs } from "./acts";
import { CallerName } from "./CallerCard";
import classes from "./Desk.module.css";
import { Disposition } from "./Disposition";
import { Note } from "./Note";
import { Transfer } from "./Transfer";

/** The call at hand. */
export function Talk({ desk, contact }: { desk: DeskTile; contact: DeskContact }) {
  const { t, i18n } = useTranslation();
  const { queues } = useCenter();
  const { call } = usePhone();
  const { busy, run } = useActs();
  const [keypad, setKeypad] = useState(false);
  const [transferring, setTransferring] = useState(false);
  const queue = queues.find((one) => one.queue_id === contact.queue_id);
  const inBrowser = desk.phone !== "sip";
  const here = inBrowser && call !== null && call.state !== "ringing";
  const { held } = contact;

  const hold = () => void run("hold", held ? api.desk.resume : api.desk.hold);
  const mute = () => softphone.mute(!call?.muted);
  const hangUp = () => void run("hangUp", api.desk.hangUp);
  useHotkeys({
    [DESK_KEYS.hold]: hold,
    [DESK_KEYS.mute]: here && mute,
    [DESK_KEYS.keypad]: here && (() => setKeypad((open) => !open)),
    [DESK_KEYS.transfer]: () => setTransferring(true),
    [DESK_KEYS.hangUp]: hangUp,
  });

  return (
    <div className={classes.talk}>
      <div className={classes.talkHead}>
        <CallerName contact={contact} />
        <div className={classes.talkTime} data-held={held || undefined}>
          <Elapsed since={contact.connected_at ?? contact.state_since} className={classes.talkClock} />
          <div className="cut">{held ? t("desk.onHold") : named(queue, i18n.language)}</div>
        </div>
      </div>
      <div className={classes.controls} role="toolbar" aria-label={t("desk.controls")}>
        <Control icon={held ? "play" : "pause"} on={held} busy={busy === "hold"} keys={DESK_KEYS.hold} act={hold}>
          {t(held ? "desk.resume" : "desk.hold")}
        </Control>
        <Control icon={call?.muted ? "micOff" : "mic"} on={call?.muted} off={!here} keys={DESK_KEYS.mute} act={mute}>
          {t(call?.muted ? "desk.unmute" : "desk.mute")}
        </Control>
        <Popover opened={keypad} onChange={setKeypad} trapFocus={false} withArrow position="bottom">
          <Popover.Target>
            <span className={classes.place}>
              <Control icon="keypad" on={keypad} off={!here} keys={DESK_KEYS.keypad} act={() => setKeypad(!keypad)}>
                {t("phone.keypad")}
              </Control>
            </span>
          </Popover.Target>
          <Popover.Dropdown>
            <DigitPad press={(digit) => softphone.sendDigit(digit)} />
          </Popover.Dropdown>
        </Popover>
        <Control icon="transfer" keys={DESK_KEYS.transfer} act={() => setTransferring(true)}>
          {t("desk.transfer")}
        </Control>
        <Control icon="hangUp" busy={busy === "hangUp"} keys={DESK_KEYS.hangUp} act={hangUp} ends>
          {t("desk.hangUp")}
        </Control>
      </div>
      <div className={classes.sound}>
        {here ? (
          <>
            <Icon name={call.muted ? "micOff" : "mic"} size={15} />
            <LevelMeter stream={call.muted ? null : call.local} label={t("phone.microphoneLevel")} />
            <Icon name="speaker" size={15} />
            <LevelMeter stream={call.remote} label={t("phone.customerLevel")} />
          </>
        ) : (
          <span className={inBrowser ? classes.soundLost : "dim"}>
            {t(inBrowser ? "desk.soundElsewhere" : "desk.soundOnPhone")}
          </span>
        )}
      </div>
      <Note key={contact.contact_id} contactId={contact.contact_id} />
      <Disposition
        contactId={contact.contact_id}
        choices={queue?.dispositions ?? []}
        chosen={contact.disposition_id}
        byDigits={false}
      />
      <Transfer opened={transferring} close={() => setTransferring(false)} from={contact.queue_id} />
    </div>
  );
}

interface ControlProps {
  icon: Parameters<typeof Icon>[0]["name"];
  on?: boolean;
  off?: boolean;
  busy?: boolean;
  /** Ends the call, and looks like it. */
  ends?: boolean;
  keys: string;
  act: () => void;
  children: string;
}

function Control({ icon, on, off, busy, ends, keys, act, children }: ControlProps) {
  return (
    <Tooltip label={keys}>
      <button
        type="button"
        className={classes.control}
        aria-pressed={on}
        aria-busy={busy}
        disabled={off}
        data-ends={ends}
        onClick={() => !busy && act()}
      >
        <Icon name={icon} size={20} />
        {children}
      </button>
    </Tooltip>
  );
}
