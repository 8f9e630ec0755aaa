import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type Ref, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { Trouble } from "../app/Trouble";
import { type PlayerControl, SoundPlayer } from "../contacts/SoundPlayer";
import { waveOf } from "./voice";

/** Hear what was left. */
export function Voicemail({ messageId, control }: { messageId: string; control: Ref<PlayerControl> }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ["voicemail", messageId],
    queryFn: async () => {
      const sound = await api.messages.sound(messageId);
      return { sound, wave: await waveOf(sound) };
    },
    staleTime: Infinity,
    gcTime: 60_000,
  });
  const src = useBlobUrl(data?.sound);
  if (error) return <Trouble error={error} retry={() => void refetch()} />;
  if (!data || !src) return <Skeleton height={130} />;
  return <SoundPlayer src={src} wave={data.wave} number={null} label={t("messages.voicemail")} control={control} />;
}

function useBlobUrl(blob: Blob | undefined): string {
  const [url, setUrl] = useState("");
  useEffect(() => {
    if (!blob) return;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}
