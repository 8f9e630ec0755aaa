import { Alert, Button, Modal, NativeSelect, SegmentedControl } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../app/icons";
import type { PhoneKind } from "../wire";
import { askForMicrophone, choose, chosen, type DeviceUse, microphoneWanted } from "./devices";
import { useDevices } from "./hooks";
import { LevelMeter } from "./LevelMeter";
import { Ringtone } from "./ringtone";
import { SipCredentials } from "./SipCredentials";
import { softphone } from "./softphone";

interface Props {
  opened: boolean;
  close: () => void;
  kind: PhoneKind;
  /** The choice cannot be changed now, and why. */
  locked: string;
  change: (kind: PhoneKind) => void;
}

/** What the agent talks on: the browser with its devices, or an own SIP phone. */
export function PhoneSettings({ opened, close, kind, locked, change }: Props) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={close} title={t("phone.settings")} size="md">
      <div className="stack">
        <SegmentedControl
          fullWidth
          value={kind}
          disabled={locked !== ""}
          onChange={(next) => change(next as PhoneKind)}
          data={[
            { value: "browser", label: t("phone.kind.browser") },
            { value: "sip", label: t("phone.kind.sip") },
          ]}
        />
        {locked && <div className="dim small">{locked}</div>}
        {kind === "browser" ? opened && <BrowserDevices /> : <SipCredentials />}
      </div>
    </Modal>
  );
}

function BrowserDevices() {
  const { t } = useTranslation();
  const { devices, microphone, refresh } = useDevices();
  const [, redraw] = useState(0);
  const [stream, setStream] = useState<MediaStream | null>(null);

  useEffect(() => {
    if (microphone !== "allowed") return;
    let opened: MediaStream | null = null;
    let current = true;
    navigator.mediaDevices
      .getUserMedia({ audio: microphoneWanted() })
      .then((found) => {
        opened = found;
        if (current) setStream(found);
        else for (const track of found.getTracks()) track.stop();
      })
      .catch(() => undefined);
    return () => {
      current = false;
      for (const track of opened?.getTracks() ?? []) track.stop();
      setStream(null);
    };
  }, [microphone, devices]);

  const pick = (use: DeviceUse, deviceId: string) => {
    choose(use, deviceId);
    redraw((before) => before + 1);
    if (use === "microphone") {
      void softphone.useMicrophone().catch(() => undefined);
      refresh();
    }
    if (use === "speaker") softphone.useSpeaker();
  };
  const options = (found: MediaDeviceInfo[]) => [
    { value: "", label: t("phone.systemDevice") },
    ...found
      .filter((device) => device.deviceId !== "default" && device.deviceId !== "communications")
      .map((device, at) => ({ value: device.deviceId, label: device.label || t("phone.device", { number: at + 1 }) })),
  ];

  if (microphone === "ask" || microphone === "denied" || microphone === "missing" || microphone === "insecure") {
    return (
      <Alert color={microphone === "ask" ? "yellow" : "red"} variant="light" icon={<Icon name="mic" />}>
        <div className="stack">
          <span>{t(`phone.microphone.${microphone}`)}</span>
          {microphone === "ask" && (
            <Button size="compact-sm" onClick={() => void askForMicrophone().then(refresh)}>
              {t("phone.allow")}
            </Button>
          )}
        </div>
      </Alert>
    );
  }
  return (
    <>
      <NativeSelect
        label={t("phone.use.microphone")}
        data={options(devices.microphones)}
        value={chosen("microphone")}
        onChange={(event) => pick("microphone", event.currentTarget.value)}
      />
      <div>
        <div className="dim small">{t("phone.speakToTry")}</div>
        <LevelMeter stream={stream} label={t("phone.microphoneLevel")} />
      </div>
      <NativeSelect
        label={t("phone.use.speaker")}
        data={options(devices.speakers)}
        value={chosen("speaker")}
        disabled={!devices.canChooseSpeaker}
        onChange={(event) => pick("speaker", event.currentTarget.value)}
      />
      <div className="row" style={{ alignItems: "flex-end" }}>
        <NativeSelect
          style={{ flex: 1 }}
          label={t("phone.use.ring")}
          data={options(devices.speakers)}
          value={chosen("ring")}
          disabled={!devices.canChooseSpeaker}
          onChange={(event) => pick("ring", event.currentTarget.value)}
        />
        <Button variant="default" leftSection={<Icon name="bell" size={16} />} onClick={() => new Ringtone().once()}>
          {t("phone.tryRing")}
        </Button>
      </div>
      {!devices.canChooseSpeaker && <div className="dim small">{t("phone.noSpeakerChoice")}</div>}
    </>
  );
}
