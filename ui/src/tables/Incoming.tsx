import { Alert, Button, Modal, Progress, Skeleton, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { Icon } from "../app/icons";
import { sentenceOf, Trouble } from "../app/Trouble";
import { idFrom } from "../flows/list/flowId";
import type { TableLine, TablePreview } from "../wire";
import { nameOfFile } from "./csv";
import { Sheet } from "./Sheet";
import classes from "./Tables.module.css";

const NAME_MAX = 100;

interface Props {
  file: File;
  /** The table whose rows it replaces; null for a new one. */
  table: TableLine | null;
  tables: readonly TableLine[];
  kept: (name: string) => void;
  close: () => void;
}

/** A file before it is kept: its columns, its first rows, and every line that is wrong. */
export function Incoming({ file, table, tables, kept, close }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(table?.name ?? nameOfFile(file.name));
  const [ownId, setOwnId] = useState<string | null>(null);
  const [progress, setProgress] = useState<number | null>(null);
  const tableId = table?.table_id ?? ownId ?? idFrom(name);
  const replaced = tables.find((one) => one.table_id === tableId);
  // Browsers name the type of a CSV file after what else is installed; the centre wants its true one.
  const csv = useMemo(() => new Blob([file], { type: "text/csv" }), [file]);
  const preview = useQuery({
    queryKey: ["table-preview", file.name, file.size, file.lastModified],
    queryFn: () => api.tables.preview(table?.table_id ?? "preview", csv),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const keep = useMutation({
    mutationFn: () => api.tables.keep(tableId, name.trim(), csv, setProgress),
    onSuccess: (held) => {
      if (held.errors.length > 0) return;
      kept(name.trim());
      close();
    },
    onSettled: () => setProgress(null),
  });
  const read = keep.data ?? preview.data;
  const sound = read !== undefined && read.errors.length === 0;

  function send(event: FormEvent) {
    event.preventDefault();
    if (sound && tableId && name.trim()) keep.mutate();
  }

  return (
    <Modal opened onClose={close} title={<b>{file.name}</b>} size={900}>
      <form className="stack" onSubmit={send}>
        {preview.error ? (
          <Trouble error={preview.error} retry={() => void preview.refetch()} />
        ) : read ? (
          <Read preview={read} />
        ) : (
          <Skeleton height={260} />
        )}
        <div className={classes.naming}>
          <TextInput
            data-autofocus
            label={t("tables.name")}
            value={name}
            maxLength={NAME_MAX}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t("tables.id")}
            description={t("tables.idHint")}
            inputWrapperOrder={["label", "input", "description"]}
            value={tableId}
            disabled={table !== null}
            maxLength={50}
            onChange={(event) => setOwnId(event.currentTarget.value.toLowerCase().replace(/[^a-z0-9._-]/g, "-"))}
          />
        </div>
        <p className={classes.line} role="status">
          {keep.error ? (
            <span className={classes.wrong}>{sentenceOf(keep.error)}</span>
          ) : replaced ? (
            t("tables.replaces", { name: replaced.name, count: replaced.rows })
          ) : (
            ""
          )}
        </p>
        {progress !== null && <Progress value={progress * 100} size="xs" aria-label={t("tables.sending")} />}
        <div className="row">
          <Button className="push" variant="default" onClick={close}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={keep.isPending} disabled={!sound || !tableId || !name.trim()}>
            {t(replaced ? "tables.replaceIt" : "tables.keep")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Read({ preview }: { preview: TablePreview }) {
  const { t } = useTranslation();
  const { columns, sample, total, errors } = preview;
  return (
    <>
      {errors.length > 0 && (
        <Alert color="red" variant="light" icon={<Icon name="alert" />} role="alert" title={t("tables.mend")}>
          <ul className={classes.errors}>
            {errors.map((error, at) => (
              <li key={at}>
                {error.line > 0 && <b className="number">{t("tables.line", { line: error.line })}: </b>}
                {error.says}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <p className={classes.line}>
        {t("tables.holds", { count: total })} {t("tables.columns")}: {columns.join(", ")}
      </p>
      <div className={`scroll ${classes.sample}`}>
        <Sheet columns={columns} rows={sample} />
      </div>
    </>
  );
}
