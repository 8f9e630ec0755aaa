import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { Trouble } from "../app/Trouble";
import { SoundPlayer } from "./SoundPlayer";

/** Hear the recording of a talk. */
export function Player({ recordingId, number }: { recordingId: string; number: number | null }) {
  const { t } = useTranslation();
  const wave = useQuery({
    queryKey: ["waveform", recordingId],
    queryFn: () => api.contacts.waveform(recordingId),
    staleTime: Infinity,
  });
  if (wave.error) return <Trouble error={wave.error} retry={() => void wave.refetch()} />;
  if (!wave.data) return <Skeleton height={150} />;
  return (
    <SoundPlayer
      src={api.contacts.audioUrl(recordingId)}
      wave={wave.data}
      number={number}
      label={t("contacts.recording")}
    />
  );
}
