import { Alert, Button, Skeleton } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api";
import { sentenceOf, Trouble } from "../../app/Trouble";
import { useEditor } from "./context";
import classes from "./TextMode.module.css";

/** The whole flow as text, with line numbers. Taken over as one step that can be undone. */
export function TextMode({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { editing, readOnly } = useEditor();
  const [printed] = useState(editing.flow);
  const { data, error, refetch } = useQuery({
    queryKey: ["flow", "printed", printed],
    queryKeyHashFn: () => `flow printed ${JSON.stringify(printed)}`,
    queryFn: () => api.flows.print(printed),
    staleTime: Infinity,
    gcTime: 0,
  });
  const [typed, setTyped] = useState<string | null>(null);
  const numbers = useRef<HTMLPreElement>(null);
  const sheet = useRef<HTMLTextAreaElement>(null);
  const text = typed ?? data ?? "";
  const apply = useMutation({
    mutationFn: () => api.flows.parse(text),
    onSuccess: ({ document }) => {
      const { flow_id } = editing.flow;
      editing.edit({ ...document, flow_id, layout: { ...editing.flow.layout, ...document.layout } });
      close();
    },
    onError: (failed) => show(lineOf(failed)),
  });
  const line = lineOf(apply.error);

  /** Choose the line that is wrong, in the middle of what is seen. */
  function show(wrong: number | null): void {
    const area = sheet.current;
    if (!area || wrong === null) return;
    const rows = text.split("\n");
    const from = rows.slice(0, wrong - 1).reduce((sum, row) => sum + row.length + 1, 0);
    area.focus();
    area.setSelectionRange(from, from + (rows[wrong - 1]?.length ?? 0));
    area.scrollTop = (area.scrollHeight / rows.length) * wrong - area.clientHeight / 2;
  }

  if (error) return <Trouble error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton height="100%" style={{ flex: 1 }} />;
  const lines = text.split("\n").length;
  return (
    <section className={classes.text} aria-label={t("flows.asText")}>
      <div className={classes.sheet}>
        <pre ref={numbers} className={classes.numbers} aria-hidden="true">
          {Array.from({ length: lines }, (_, at) => (
            <span key={at} data-wrong={line === at + 1 || undefined}>
              {at + 1}
              {"\n"}
            </span>
          ))}
        </pre>
        <textarea
          ref={sheet}
          data-own-undo
          aria-label={t("flows.asText")}
          spellCheck={false}
          readOnly={readOnly}
          wrap="off"
          value={text}
          onScroll={(event) => {
            if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop;
          }}
          onChange={(event) => {
            apply.reset();
            setTyped(event.currentTarget.value);
          }}
        />
      </div>
      <div className={classes.foot}>
        {apply.error ? (
          <Alert color="red" variant="light" role="alert" p={6}>
            {line !== null && !sentenceOf(apply.error).includes(String(line)) && <b>{t("flows.lineNumber", { line })} </b>}
            {sentenceOf(apply.error)}
          </Alert>
        ) : (
          <span className="dim">{t("flows.textHint")}</span>
        )}
        <Button className="push" variant="default" onClick={close}>
          {t("flows.backToCanvas")}
        </Button>
        <Button disabled={typed === null || typed === data} loading={apply.isPending} onClick={() => apply.mutate()}>
          {t("flows.applyText")}
        </Button>
      </div>
    </section>
  );
}


/** The line that the server names, from 1. */
function lineOf(error: unknown): number | null {
  if (!(error instanceof api.ApiError)) return null;
  const told = error.body.line;
  if (typeof told === "number") return told;
  const named = /line (\d+)/.exec(error.says)?.[1];
  return named === undefined ? null : Number(named);
}
