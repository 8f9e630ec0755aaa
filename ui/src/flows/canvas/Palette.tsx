import { useTranslation } from "react-i18next";
import { Icon } from "../../app/icons";
import { useEditor } from "../editor/context";
import { GROUPS, KIND, kindsOf } from "../graph/kinds";
import classes from "./Palette.module.css";
import type { BoardActs } from "./useActsOnBoard";

export const KIND_MIME = "application/x-cordboard-node";

/** All kinds of nodes: dragged onto the canvas, or clicked to come after what is chosen. */
export function Palette({ acts }: { acts: BoardActs }) {
  const { t } = useTranslation();
  const { editing, readOnly } = useEditor();
  return (
    <div className={classes.palette} role="group" aria-label={t("flows.palette")}>
      {GROUPS.map((group) => (
        <div key={group}>
          <h2 className="label">{t(`flows.group.${group}`)}</h2>
          {kindsOf(group).map((kind) => (
            <button
              key={kind}
              type="button"
              draggable={!readOnly}
              disabled={readOnly}
              title={t(`flows.kindHint.${kind}`)}
              onDragStart={(event) => {
                event.dataTransfer.setData(KIND_MIME, kind);
                event.dataTransfer.effectAllowed = "copy";
              }}
              onClick={() => {
                const { standing } = editing.state.chosen;
                acts.insert(kind, standing?.way ? { id: standing.id, way: standing.way } : null);
              }}
            >
              <Icon name={KIND[kind].icon} size={16} />
              <span className="cut">{t(`flows.kind.${kind}`)}</span>
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
