import { Button, SegmentedControl, Skeleton, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { Empty } from "../app/Empty";
import { clock } from "../app/format";
import { Icon } from "../app/icons";
import { Trouble } from "../app/Trouble";
import type { PromptLine } from "../wire";
import { NewPrompt } from "./NewPrompt";
import { PromptDetail } from "./PromptDetail";
import classes from "./Prompts.module.css";
import { Voices } from "./Voices";

/** Languages that every company is asked for; others show where they are. */
const LANGUAGES = ["en", "ru"];

export function languagesOf(prompts: readonly PromptLine[]): string[] {
  return [...new Set([...LANGUAGES, ...prompts.flatMap((one) => Object.keys(one.sounds))])];
}

/** Recorded prompts: what there is, in which languages, and who says it. */
export function Prompts() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: ["prompts"], queryFn: api.prompts.all, staleTime: 0 });
  const [which, setWhich] = useState("own");
  const [search, setSearch] = useState("");
  const [chosen, choose] = useState("");
  const [creating, create] = useState(false);
  const changed = () => client.invalidateQueries({ queryKey: ["prompts"] });

  if (error && !data) return <Trouble error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={300} />;
  const wanted = search.trim().toLocaleLowerCase();
  const shown = data.filter(
    (one) =>
      one.shipped === (which === "shipped") &&
      (one.name.toLocaleLowerCase().includes(wanted) || one.prompt_id.includes(wanted)),
  );
  const prompt = shown.find((one) => one.prompt_id === chosen) ?? shown[0];

  return (
    <div className="stack">
      <div className="row wrap">
        <SegmentedControl
          value={which}
          onChange={setWhich}
          aria-label={t("prompts.which")}
          data={["own", "shipped"].map((value) => ({ value, label: t(`prompts.${value}`) }))}
        />
        <TextInput
          type="search"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder={t("prompts.search")}
          aria-label={t("prompts.search")}
          leftSection={<Icon name="search" size={15} />}
        />
        <Button className="push" leftSection={<Icon name="plus" size={16} />} onClick={() => create(true)}>
          {t("prompts.create")}
        </Button>
      </div>
      <div className={classes.split}>
        <section className={`panel scroll ${classes.list}`} aria-label={t("prompts.title")}>
          {shown.length === 0 ? (
            <Empty icon="speaker" title={t(wanted ? "prompts.noneFound" : "prompts.none")}>
              {!wanted && t("prompts.noneHint")}
            </Empty>
          ) : (
            <Rows prompts={shown} languages={languagesOf(data)} chosen={prompt?.prompt_id} choose={choose} />
          )}
        </section>
        <section className={`panel ${classes.detail}`} aria-label={prompt?.name ?? t("prompts.title")}>
          {prompt ? (
            <PromptDetail key={prompt.prompt_id} prompt={prompt} languages={languagesOf(data)} changed={changed} />
          ) : (
            <p className="dim">{t("prompts.chooseOne")}</p>
          )}
        </section>
      </div>
      <Voices />
      {creating && (
        <NewPrompt
          taken={data.map((one) => one.prompt_id)}
          close={() => create(false)}
          created={async (promptId) => {
            await changed();
            setWhich("own");
            setSearch("");
            choose(promptId);
          }}
        />
      )}
    </div>
  );
}

interface RowsProps {
  prompts: readonly PromptLine[];
  languages: readonly string[];
  chosen: string | undefined;
  choose: (promptId: string) => void;
}

function Rows({ prompts, languages, chosen, choose }: RowsProps) {
  const { t } = useTranslation();
  return (
    <table className="grid">
      <thead>
        <tr>
          <th>{t("prompts.name")}</th>
          {languages.map((language) => (
            <th key={language}>{language.toUpperCase()}</th>
          ))}
          <th>{t("prompts.usedBy")}</th>
        </tr>
      </thead>
      <tbody>
        {prompts.map((prompt) => (
          <tr
            key={prompt.prompt_id}
            className="pick"
            tabIndex={0}
            aria-selected={prompt.prompt_id === chosen}
            onClick={() => choose(prompt.prompt_id)}
            onKeyDown={(event) => event.key === "Enter" && choose(prompt.prompt_id)}
          >
            <td>
              <b dir="auto">{prompt.name}</b> <span className="dim small">{prompt.prompt_id}</span>
            </td>
            {languages.map((language) => {
              const sound = prompt.sounds[language];
              return (
                <td key={language} className={sound ? "number" : classes.missing}>
                  {sound ? clock(Math.round(sound.seconds)) : t("prompts.missing")}
                </td>
              );
            })}
            <td className={`dim ${classes.usedBy}`} title={prompt.used_by.join(", ")}>
              {prompt.used_by.join(", ")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
