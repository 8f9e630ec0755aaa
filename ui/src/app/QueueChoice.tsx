import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCenter } from "../session/session";
import { named } from "./format";

interface Props {
  /** Id of the queue; empty for all. */
  value: string;
  onChange: (queueId: string) => void;
  size?: "xs";
  w?: number;
}

/** One queue, or all of them. */
export function QueueChoice({ value, onChange, size, w }: Props) {
  const { t, i18n } = useTranslation();
  const { queues } = useCenter();
  return (
    <NativeSelect
      size={size}
      w={w}
      aria-label={t("desk.queue")}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: "", label: t("common.allQueues") },
        ...queues.map((queue) => ({ value: queue.queue_id, label: named(queue, i18n.language) })),
      ]}
    />
  );
}
