import { Modal, TextInput } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { named } from "../app/format";
import { Icon } from "../app/icons";
import { useQueueTile } from "../live/hooks";
import { useCenter } from "../session/session";
import type { Queue } from "../wire";
import { useActs } from "./acts";
import classes from "./Desk.module.css";
import { matching } from "./matching";

interface Props {
  opened: boolean;
  close: () => void;
  from: string | null;
}

/** Choose a queue by typing a part of its name. */
export function Transfer({ opened, close, from }: Props) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={close} title={t("desk.transferTo")} size="md">
      {opened && <Choice close={close} from={from} />}
    </Modal>
  );
}

function Choice({ close, from }: { close: () => void; from: string | null }) {
  const { t, i18n } = useTranslation();
  const { queues } = useCenter();
  const { busy, run } = useActs();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const found = matching(
    queues.filter((queue) => queue.queue_id !== from),
    text,
    i18n.language,
  );
  const chosen = Math.min(at, found.length - 1);

  async function transfer(queue: Queue) {
    if (await run(queue.queue_id, () => api.desk.transfer(queue.queue_id))) close();
  }

  function onKey(event: KeyboardEvent) {
    if (event.key === "ArrowDown") setAt(Math.min(chosen + 1, found.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
    else if (event.key === "Enter" && found[chosen]) void transfer(found[chosen]);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <TextInput
        data-autofocus
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
        placeholder={t("desk.findQueue")}
        aria-label={t("desk.findQueue")}
        leftSection={<Icon name="search" size={16} />}
        role="combobox"
        aria-expanded
        aria-controls="transfer-queues"
        aria-activedescendant={found[chosen] && `transfer-${found[chosen].queue_id}`}
      />
      <ul className={classes.queues} id="transfer-queues" role="listbox" aria-label={t("desk.transferTo")}>
        {found.map((queue, index) => (
          <li
            key={queue.queue_id}
            id={`transfer-${queue.queue_id}`}
            role="option"
            aria-selected={index === chosen}
            data-busy={busy === queue.queue_id || undefined}
            onMouseEnter={() => setAt(index)}
            onClick={() => void transfer(queue)}
          >
            <span className="cut">{named(queue, i18n.language)}</span>
            <Load queueId={queue.queue_id} />
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="dim">{t("desk.noQueueFound")}</p>}
    </>
  );
}

function Load({ queueId }: { queueId: string }) {
  const { t } = useTranslation();
  const queue = useQueueTile(queueId);
  if (!queue) return null;
  return (
    <span className="dim small push number">
      {t("desk.queueLoad", { waiting: queue.waiting, ready: queue.agents_ready })}
    </span>
  );
}
