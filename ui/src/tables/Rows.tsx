import { Drawer, Pagination, Skeleton, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { Icon } from "../app/icons";
import { Trouble } from "../app/Trouble";
import type { TableLine } from "../wire";
import { Sheet } from "./Sheet";
import classes from "./Tables.module.css";

/** Rows that the centre gives at a time. */
const PAGE = 100;

/** What a table holds, page by page. */
export function Rows({ table, close }: { table: TableLine | null; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={table !== null}
      onClose={close}
      position="right"
      size={860}
      title={<b>{table?.name}</b>}
      overlayProps={{ backgroundOpacity: 0.25 }}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {table && <Pages key={table.table_id} table={table} />}
    </Drawer>
  );
}

function Pages({ table }: { table: TableLine }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [page, setPage] = useState(1);
  const [search] = useDebouncedValue(text.trim(), 250);
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ["table-rows", table.table_id, table.changed_at, search, page],
    queryFn: () => api.tables.rows(table.table_id, search, page),
    placeholderData: (before) => before,
  });
  const pages = Math.max(1, Math.ceil((data?.total ?? 0) / PAGE));
  return (
    <div className="stack">
      <div className="row">
        <TextInput
          data-autofocus
          type="search"
          className={classes.find}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setPage(1);
          }}
          placeholder={t("tables.search")}
          aria-label={t("tables.search")}
          leftSection={<Icon name="search" size={15} />}
          maxLength={100}
        />
        <span className="push dim number" role="status">
          {data && t("tables.found", { count: data.total })}
        </span>
      </div>
      {error && <Trouble error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={300} />}
      {data && (
        <div className={`panel scroll ${classes.rows}`} aria-busy={isFetching}>
          <Sheet columns={table.columns} rows={data.rows} />
          {data.rows.length === 0 && <p className={`dim ${classes.nothing}`}>{t("tables.noneFound", { text: search })}</p>}
        </div>
      )}
      {pages > 1 && <Pagination total={pages} value={page} onChange={setPage} size="sm" />}
    </div>
  );
}
