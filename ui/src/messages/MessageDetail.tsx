import { Button, Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import type { Ref } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { dayAndTime, named, numberOf, phoneNumber } from "../app/format";
import { Icon } from "../app/icons";
import type { PlayerControl } from "../contacts/SoundPlayer";
import { useCenter, useMay } from "../session/session";
import type { Message } from "../wire";
import classes from "./Messages.module.css";
import { Voicemail } from "./Voicemail";

interface Props {
  message: Message;
  player: Ref<PlayerControl>;
  mark: () => void;
  busy: boolean;
}

/** One message: whom to call, what was said, and that it is done. */
export function MessageDetail({ message, player, mark, busy }: Props) {
  const { t, i18n } = useTranslation();
  const { queues } = useCenter();
  const seesContacts = useMay("see-contacts");
  const hears = [useMay("serve"), useMay("hear-recordings")].includes(true);
  const queue = queues.find((one) => one.queue_id === message.queue_id);
  const done = message.done_at !== null;
  return (
    <>
      <div>
        <div className={`${classes.name} cut`} dir="auto">
          {message.caller_name || t(`messages.${message.kind}`)}
        </div>
        <Copied number={numberOf(message.number)} />
      </div>
      {message.kind === "voicemail" && !hears ? (
        <p className="dim">{t("contacts.mayNotHear")}</p>
      ) : message.kind === "voicemail" ? (
        <Voicemail messageId={message.message_id} control={player} />
      ) : (
        <p className={classes.promise}>{t("messages.promise")}</p>
      )}
      <dl className={classes.facts}>
        <dt>{t("desk.queue")}</dt>
        <dd>{named(queue, i18n.language) || message.queue_id}</dd>
        <dt>{t("messages.left")}</dt>
        <dd className="number">{dayAndTime(message.left_at, i18n.language)}</dd>
        {done && message.done_at !== null && (
          <>
            <dt>{t("messages.done")}</dt>
            <dd>
              {message.done_by} <span className="dim number">{dayAndTime(message.done_at, i18n.language)}</span>
            </dd>
          </>
        )}
      </dl>
      <div className="row">
        <Button
          variant={done ? "default" : "filled"}
          loading={busy}
          onClick={mark}
          leftSection={<Icon name={done ? "back" : "check"} size={16} />}
          rightSection={<kbd>D</kbd>}
        >
          {t(done ? "messages.reopen" : "messages.markDone")}
        </Button>
        {seesContacts && (
          <Link className={classes.story} href={`/contacts/${encodeURIComponent(message.contact_id)}`}>
            {t("messages.story")}
          </Link>
        )}
      </div>
    </>
  );
}

/** The number, copied by a click. */
function Copied({ number }: { number: string }) {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 1500 });
  if (!number) return <span className="dim">{t("messages.noNumber")}</span>;
  return (
    <Tooltip label={t(clipboard.copied ? "common.copied" : "common.copy")}>
      <button type="button" className={classes.copy} onClick={() => clipboard.copy(number)}>
        <span className="number">{phoneNumber(number)}</span>
        <Icon name={clipboard.copied ? "check" : "copy"} size={16} />
      </button>
    </Tooltip>
  );
}
