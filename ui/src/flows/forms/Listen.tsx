import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Icon } from "../../app/icons";
import { useEditing } from "../editor/context";
import { languagesOf, type Part } from "../graph/language";
import { player, useListening } from "./listening";

/** A button for each language of the flow that says the parts. */
export function Listen({ name, parts }: { name: string; parts: readonly Part[] }) {
  const { t } = useTranslation();
  const { flow } = useEditing();
  const { what, state } = useListening();
  return (
    <span className="row" style={{ gap: 4 }}>
      {languagesOf(flow).map((language) => {
        const own = `${name} ${language}`;
        const here = what === own;
        return (
          <Button
            key={language}
            size="compact-xs"
            variant="default"
            disabled={parts.length === 0}
            loading={here && state === "fetching"}
            leftSection={<Icon name={here ? "pause" : "play"} size={12} />}
            aria-label={t(here ? "flows.stopListening" : "flows.listenIn", { language: language.toUpperCase() })}
            onClick={() => void player.listen(own, parts, language)}
          >
            {language.toUpperCase()}
          </Button>
        );
      })}
    </span>
  );
}
