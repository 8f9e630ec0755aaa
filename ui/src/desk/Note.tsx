import { Textarea } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import type { OwnContact } from "../wire";
import { useHotkeys } from "../app/hotkeys";
import { DESK_KEYS } from "../app/hotkeys";
import classes from "./Desk.module.css";
import { NOTE_LENGTH_MAX, NoteKeeper, type NoteStatus } from "./noteKeeper";

/** The agent's note on a contact, saved as it is typed. */
export function Note({ contactId }: { contactId: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [status, setStatus] = useState<NoteStatus>("saved");
  const field = useRef<HTMLTextAreaElement>(null);
  const key = useMemo(() => ["desk", "contact", contactId], [contactId]);
  const keeper = useMemo(
    () =>
      new NoteKeeper(contactId, {
        drafts: localStorage,
        tell: setStatus,
        save: async (id, text) => {
          await api.desk.saveNote(id, text);
          client.setQueryData<OwnContact>(key, (known) => known && { ...known, note: text });
        },
      }),
    [contactId, client, key],
  );
  const { data } = useQuery({ queryKey: key, queryFn: () => api.desk.contact(contactId), staleTime: Infinity });
  const [text, setText] = useState<string | null>(() => keeper.draft());

  useEffect(() => {
    const draft = keeper.draft();
    if (draft !== null) keeper.typed(draft);
    return () => keeper.flush();
  }, [keeper]);
  useHotkeys({ [DESK_KEYS.note]: () => field.current?.focus() });

  return (
    <div className={classes.note}>
      <Textarea
        ref={field}
        label={t("desk.note")}
        placeholder={t("desk.notePlaceholder")}
        value={text ?? data?.note ?? ""}
        maxLength={NOTE_LENGTH_MAX}
        rows={5}
        onChange={(event) => {
          setText(event.currentTarget.value);
          keeper.typed(event.currentTarget.value);
        }}
        onBlur={() => keeper.flush()}
      />
      <span className={classes.noteStatus} data-status={status} role="status">
        {t(`desk.noteStatus.${status}`)}
      </span>
    </div>
  );
}
