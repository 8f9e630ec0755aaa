import { Button, NativeSelect, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { Icon } from "../app/icons";
import { Trouble } from "../app/Trouble";
import { player, useListening } from "../flows/forms/listening";
import classes from "./Prompts.module.css";

const TEXT_MAX = 500;
const NAME = "voices";

/** The voices that say texts, and a box to hear them. */
export function Voices() {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery({ queryKey: ["voices"], queryFn: api.speech.voices, staleTime: 300_000 });
  const [text, setText] = useState("");
  const [chosen, choose] = useState(i18n.language);
  const { what, state } = useListening();
  const here = what === NAME;
  const languages = [...new Set(["en", "ru", ...(data ?? []).map((voice) => voice.language)])];
  const word = (language: string) => t(`languages.${language}`, { defaultValue: language.toUpperCase() });

  return (
    <div className={classes.voices}>
      <section className="panel scroll">
        <header>
          <h2>{t("prompts.voices")}</h2>
        </header>
        {error && <Trouble error={error} retry={() => void refetch()} />}
        {data?.length === 0 && <p className={`dim ${classes.pad}`}>{t("prompts.noVoices")}</p>}
        {data && data.length > 0 && (
          <table className="grid">
            <thead>
              <tr>
                <th>{t("prompts.voice")}</th>
                <th>{t("prompts.language")}</th>
                <th>{t("prompts.gender")}</th>
                <th>{t("prompts.licence")}</th>
              </tr>
            </thead>
            <tbody>
              {data.map((voice) => (
                <tr key={`${voice.language} ${voice.name}`}>
                  <td>
                    <b>{voice.name}</b>
                  </td>
                  <td>{word(voice.language)}</td>
                  <td className="dim">{t(`prompts.genders.${voice.gender}`, { defaultValue: voice.gender })}</td>
                  <td className="dim">{voice.licence}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section className="panel">
        <header>
          <h2>{t("prompts.listen")}</h2>
        </header>
        <form
          className={`stack ${classes.pad}`}
          onSubmit={(event) => {
            event.preventDefault();
            void player.listen(NAME, [{ kind: "text", text: { [chosen]: text.trim() } }], chosen);
          }}
        >
          <Textarea
            rows={3}
            maxLength={TEXT_MAX}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            placeholder={t("prompts.listenPlaceholder")}
            aria-label={t("prompts.listen")}
          />
          <div className="row">
            <NativeSelect
              value={chosen}
              onChange={(event) => choose(event.currentTarget.value)}
              aria-label={t("prompts.language")}
              data={languages.map((value) => ({ value, label: word(value) }))}
            />
            <Button
              type="submit"
              disabled={text.trim() === ""}
              loading={here && state === "fetching"}
              leftSection={<Icon name={here && state === "playing" ? "pause" : "play"} size={16} />}
            >
              {t(here && state === "playing" ? "prompts.stop" : "player.play")}
            </Button>
          </div>
        </form>
      </section>
    </div>
  );
}
