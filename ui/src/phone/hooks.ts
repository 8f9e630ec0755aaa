/** How screens read the phone and the devices it uses. */

import { useEffect, useState, useSyncExternalStore } from "react";
import { type Devices, listDevices, type MicrophoneState, microphoneState } from "./devices";
import { type PhoneState, softphone } from "./softphone";

export function usePhone(): PhoneState {
  return useSyncExternalStore(softphone.subscribe, () => softphone.state);
}

const NONE: Devices = { microphones: [], speakers: [], canChooseSpeaker: false };

/** Devices and leave to use them, followed as they are plugged, unplugged, allowed and denied. */
export function useDevices(): { devices: Devices; microphone: MicrophoneState; refresh: () => void } {
  const [devices, setDevices] = useState(NONE);
  const [microphone, setMicrophone] = useState<MicrophoneState>("unknown");
  const [round, setRound] = useState(0);
  useEffect(() => {
    let current = true;
    const look = async () => {
      const [found, state] = await Promise.all([listDevices(), microphoneState()]);
      if (!current) return;
      setDevices(found);
      setMicrophone(state);
    };
    void look();
    let permission: PermissionStatus | undefined;
    void navigator.permissions
      ?.query({ name: "microphone" as PermissionName })
      .then((status) => {
        permission = status;
        status.onchange = look;
      })
      .catch(() => undefined);
    navigator.mediaDevices?.addEventListener("devicechange", look);
    return () => {
      current = false;
      if (permission) permission.onchange = null;
      navigator.mediaDevices?.removeEventListener("devicechange", look);
    };
  }, [round]);
  return { devices, microphone, refresh: () => setRound((before) => before + 1) };
}
