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
  const text = typed ?? data ?? "";
  const apply = useMutation({
    mutationFn: () => api.flows.parse(text),
    onSuccess: ({ document }) => {
      editing.edit({ ...document, layout: { ...editing.flow.layout, ...document.layout } });
      close();
    },
  });
  const line = lineOf(apply.error);
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
            {line !== null && <b>{t("flows.lineNumber", { line })} </b>}
            {apply.error instanceof api.ApiError ? apply.error.says : sentenceOf(apply.error)}
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
