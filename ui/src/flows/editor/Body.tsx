import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Canvas } from "../canvas/Canvas";
import { Palette } from "../canvas/Palette";
import { useActsOnBoard } from "../canvas/useActsOnBoard";
import { player } from "../forms/listening";
import { languagesOf } from "../graph/language";
import { partsOf } from "../graph/summary";
import { useEditor } from "./context";
import classes from "./Editor.module.css";
import { focusField } from "./focusField";
import { Head } from "./Head";
import { Side } from "./Side";
import { TextMode } from "./TextMode";
import { useEditorKeys } from "./useEditorKeys";

/** The head on top, the canvas or the text below it, a panel beside it. */
export function Body() {
  const { t, i18n } = useTranslation();
  const { editing, open, panel, wanted, narrow } = useEditor();
  const acts = useActsOnBoard();
  const [asText, setAsText] = useState(false);
  useEditorKeys({ find: () => acts.ask({ what: "find" }), asText });

  const openForm = useCallback(
    (field?: string) => {
      open("form");
      focusField(field);
    },
    [open],
  );
  const listen = useCallback(() => {
    const { flow, chosen } = editing.state;
    const id = chosen.standing?.id;
    const parts = partsOf(id && flow.nodes[id]?.prompts);
    const spoken = languagesOf(flow);
    const language = spoken.includes(i18n.language) ? i18n.language : spoken[0];
    if (parts.length && language) void player.listen(`${id} prompts ${language}`, parts, language);
  }, [editing, i18n.language]);

  useEffect(() => {
    if (!wanted) return;
    setAsText(false);
    if (wanted.id in editing.flow.nodes) {
      const way = wanted.field?.includes(".") ? wanted.field : null;
      editing.stand({ id: wanted.id, way });
      acts.reveal(wanted.id);
    } else {
      editing.choose([]);
    }
    focusField(wanted.field);
    // Only a new wish moves anything.
  }, [wanted]);

  useEffect(() => () => player.stop(), []);

  return (
    <div className={classes.editor} data-editor>
      <Head acts={acts} asText={asText} setAsText={setAsText} />
      <div className={classes.body}>
        {asText ? (
          <TextMode close={() => setAsText(false)} />
        ) : (
          <>
            {!narrow && <Palette acts={acts} />}
            <Canvas acts={acts} openForm={openForm} listen={listen} />
          </>
        )}
        {panel && (
          <aside className={classes.side} aria-label={t(`flows.panel.${panel}`)} data-side tabIndex={-1}>
            <Side />
          </aside>
        )}
      </div>
    </div>
  );
}
