import { Button, Menu, Skeleton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { Confirm } from "../app/Confirm";
import { Empty } from "../app/Empty";
import { dayAndTime } from "../app/format";
import { FileDrop } from "../app/FileDrop";
import { tellTrouble, Trouble } from "../app/Trouble";
import type { TableLine, TableRow } from "../wire";
import { csvOf } from "./csv";
import { Incoming } from "./Incoming";
import { Rows } from "./Rows";
import classes from "./Tables.module.css";

interface Wanted {
  file: File;
  /** The table that it replaces; null for a new one. */
  table: TableLine | null;
}

/** Tables in which flows look things up: uploaded as CSV. */
export function Tables() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: ["tables"], queryFn: api.tables.all, staleTime: 0 });
  const [wanted, want] = useState<Wanted | null>(null);
  const [opened, open] = useState<TableLine | null>(null);
  const [removing, remove] = useState<TableLine | null>(null);
  const changed = () => client.invalidateQueries({ queryKey: ["tables"] });

  if (error && !data) return <Trouble error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={240} />;
  const used = (removing?.used_by.length ?? 0) > 0;
  return (
    <div className="stack">
      <FileDrop accept=".csv,text/csv" take={(file) => want({ file, table: null })}>
        {t("tables.drop")}
      </FileDrop>
      <section className="panel scroll" aria-label={t("tables.title")}>
        {data.length === 0 ? (
          <Empty icon="report" title={t("tables.none")}>
            {t("tables.noneHint")}
          </Empty>
        ) : (
          <List tables={data} open={open} replace={(table, file) => want({ file, table })} remove={remove} />
        )}
      </section>
      {wanted && (
        <Incoming
          file={wanted.file}
          table={wanted.table}
          tables={data}
          close={() => want(null)}
          kept={async (name) => {
            await changed();
            notifications.show({ message: t("tables.kept", { name }), color: "green" });
          }}
        />
      )}
      <Rows table={opened} close={() => open(null)} />
      {removing && (
        <Confirm
          danger
          blocked={used}
          title={t("tables.removeThis", { name: removing.name })}
          label={t("tables.remove")}
          close={() => remove(null)}
          act={async () => {
            await api.tables.remove(removing.table_id);
            await changed();
          }}
        >
          {used ? t("tables.usedFirst", { flows: removing.used_by.join(", ") }) : t("tables.removeAsk")}
        </Confirm>
      )}
    </div>
  );
}

interface ListProps {
  tables: readonly TableLine[];
  open: (table: TableLine) => void;
  replace: (table: TableLine, file: File) => void;
  remove: (table: TableLine) => void;
}

function List({ tables, open, replace, remove }: ListProps) {
  const { t, i18n } = useTranslation();
  return (
    <table className="grid">
      <thead>
        <tr>
          <th>{t("tables.name")}</th>
          <th>{t("tables.columns")}</th>
          <th className="r">{t("tables.rows")}</th>
          <th>{t("tables.changed")}</th>
          <th>{t("tables.usedBy")}</th>
          <th aria-label={t("tables.acts")} />
        </tr>
      </thead>
      <tbody>
        {tables.map((table) => (
          <tr
            key={table.table_id}
            className="pick"
            tabIndex={0}
            onClick={() => open(table)}
            onKeyDown={(event) => event.key === "Enter" && event.target === event.currentTarget && open(table)}
          >
            <td>
              <b dir="auto">{table.name}</b> <span className="dim small">{table.table_id}</span>
            </td>
            <td className={`dim ${classes.columns}`}>{table.columns.join(", ")}</td>
            <td className="r">{table.rows.toLocaleString(i18n.language)}</td>
            <td className="dim number">
              {table.changed_at !== null && `${dayAndTime(table.changed_at, i18n.language)}, ${table.changed_by}`}
            </td>
            <td className={`dim ${classes.columns}`} title={table.used_by.join(", ")}>
              {table.used_by.join(", ")}
            </td>
            <td className={classes.acts} onClick={(event) => event.stopPropagation()}>
              <Acts table={table} replace={replace} remove={remove} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Acts({ table, replace, remove }: Omit<ListProps, "tables" | "open"> & { table: TableLine }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="subtle" color="gray" size="compact-sm" aria-label={t("tables.actsOf", { name: table.name })}>
            ⋯
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void download(table)}>{t("tables.download")}</Menu.Item>
          <Menu.Item onClick={() => input.current?.click()}>{t("tables.replace")}</Menu.Item>
          <Menu.Item color="red" onClick={() => remove(table)}>
            {t("tables.remove")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) replace(table, file);
        }}
      />
    </>
  );
}

/** Read every page and hand it over as one file. */
async function download(table: TableLine): Promise<void> {
  try {
    const rows: TableRow[] = [];
    for (let page = 1; ; page++) {
      const read = await api.tables.rows(table.table_id, "", page);
      rows.push(...read.rows);
      if (read.rows.length === 0 || rows.length >= read.total) break;
    }
    const url = URL.createObjectURL(new Blob([csvOf(table.columns, rows)], { type: "text/csv" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `${table.table_id}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  } catch (error) {
    tellTrouble(error);
  }
}
