import { SegmentedControl, Skeleton } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { Empty } from "../app/Empty";
import { callerWords, clockOr, named, numberOf, phoneNumber, when } from "../app/format";
import { Icon } from "../app/icons";
import { tellTrouble, Trouble } from "../app/Trouble";
import type { PlayerControl } from "../contacts/SoundPlayer";
import { useCenter } from "../session/session";
import type { Message, MessageState } from "../wire";
import { age } from "./age";
import { MessageDetail } from "./MessageDetail";
import classes from "./Messages.module.css";
import { useMessages } from "./messages";
import { useListKeys } from "./useListKeys";

/** Voicemails and promised calls back: work that callers left for people. */
export default function MessagesPage() {
  const { t } = useTranslation();
  const [state, setState] = useState<MessageState>("open");
  const [chosen, choose] = useState<string | null>(null);
  const { data, error, refetch } = useMessages(state);
  const list = data ?? [];
  const at = Math.max(0, list.findIndex((one) => one.message_id === chosen));
  const message = list[at];
  const player = useRef<PlayerControl>(null);
  const { mark, isPending } = useMark(state, (gone) => {
    const next = list[at + 1] ?? list[at - 1];
    if (gone === message?.message_id) choose(next?.message_id ?? null);
  });

  useListKeys((key) => {
    if (!message) return;
    if (key === "next") choose(list[Math.min(list.length - 1, at + 1)]?.message_id ?? null);
    else if (key === "previous") choose(list[Math.max(0, at - 1)]?.message_id ?? null);
    else if (key === "enter") player.current?.toggle();
    else if (!isPending) mark(message);
  });

  return (
    <div className={`page ${classes.page}`}>
      <div className="page-head">
        <h1>{t("place.messages")}</h1>
        <SegmentedControl
          value={state}
          onChange={(next) => {
            setState(next as MessageState);
            choose(null);
          }}
          aria-label={t("messages.which")}
          data={[
            { value: "open", label: t("messages.open") },
            { value: "done", label: t("messages.done") },
          ]}
        />
        <span className={`${classes.keys} push dim small`}>
          <kbd>J</kbd> <kbd>K</kbd> {t("messages.keysMove")} <kbd>Enter</kbd> {t("messages.keysPlay")} <kbd>D</kbd>{" "}
          {t(state === "open" ? "messages.markDone" : "messages.reopen")}
        </span>
      </div>
      <div className={classes.split}>
        <section className="panel scroll" aria-label={t("place.messages")}>
          {error && !data && <Trouble error={error} retry={() => void refetch()} />}
          {!data && !error && <Skeleton m="md" height={200} />}
          {data?.length === 0 && (
            <Empty icon={state === "open" ? "check" : "letter"} title={t(`messages.none.${state}`)}>
              {t(`messages.noneHint.${state}`)}
            </Empty>
          )}
          {list.length > 0 && <Rows list={list} chosen={message?.message_id} choose={choose} />}
        </section>
        <section className={`panel ${classes.detail}`} aria-label={t("messages.chosen")}>
          {message ? (
            <MessageDetail
              key={message.message_id}
              message={message}
              player={player}
              mark={() => mark(message)}
              busy={isPending}
            />
          ) : (
            <p className={`dim ${classes.hint}`}>{t("messages.chooseOne")}</p>
          )}
        </section>
      </div>
    </div>
  );
}

/** Mark as done, or let it wait again; the list follows at once. */
function useMark(state: MessageState, moved: (messageId: string) => void) {
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: (message: Message) =>
      state === "open" ? api.messages.done(message.message_id) : api.messages.reopen(message.message_id),
    onSuccess: (_, message) => {
      moved(message.message_id);
      client.setQueryData<Message[]>(["messages", state], (before) =>
        before?.filter((one) => one.message_id !== message.message_id),
      );
    },
    onError: tellTrouble,
    onSettled: () => client.invalidateQueries({ queryKey: ["messages"] }),
  });
  return { mark: mutate, isPending };
}

interface RowsProps {
  list: readonly Message[];
  chosen: string | undefined;
  choose: (messageId: string) => void;
}

function Rows({ list, chosen, choose }: RowsProps) {
  const { t, i18n } = useTranslation();
  const { queues } = useCenter();
  const names = new Map(queues.map((queue) => [queue.queue_id, named(queue, i18n.language)]));
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    row.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const now = Date.now() / 1000;
  return (
    <table className="grid">
      <thead>
        <tr>
          <th>{t("messages.kind")}</th>
          <th>{t("contacts.caller")}</th>
          <th>{t("desk.queue")}</th>
          <th>{t("messages.left")}</th>
          <th className="r">{t("messages.length")}</th>
        </tr>
      </thead>
      <tbody>
        {list.map((message) => {
          const here = message.message_id === chosen;
          return (
            <tr
              key={message.message_id}
              ref={here ? row : undefined}
              className="pick"
              tabIndex={here ? 0 : -1}
              aria-selected={here}
              onClick={() => choose(message.message_id)}
            >
              <td className={classes.kind}>
                <Icon name={message.kind === "voicemail" ? "letter" : "phone"} size={16} />{" "}
                {t(`messages.${message.kind}`)}
              </td>
              <td className={classes.caller} dir="auto">
                {callerWords({ caller: message.number, caller_name: message.caller_name }, t)}
                {message.caller_name && (
                  <span className="dim small number"> {phoneNumber(numberOf(message.number))}</span>
                )}
              </td>
              <td>{names.get(message.queue_id) ?? message.queue_id}</td>
              <td className="number" title={when(message.left_at, i18n.language)}>
                {message.done_at === null ? age(message.left_at, now, i18n.language) : when(message.left_at, i18n.language)}
              </td>
              <td className="r">{message.kind === "voicemail" ? clockOr(message.seconds) : ""}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
