import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { percent } from "../../app/format";
import { Icon } from "../../app/icons";
import { useEditor } from "../editor/context";
import { KIND } from "../graph/kinds";
import { summaryOf } from "../graph/summary";
import { FRESH, type Way } from "../graph/ways";
import { useActs } from "./acts";
import classes from "./Card.module.css";
import { type CardNode, type Point, wayTop } from "./shapes";
import { wayWords } from "./wayWords";

/** One node of the flow: what it is, what it says, and a handle for each way out. */
export const NodeCard = memo(function NodeCard({ id, data, selected }: NodeProps<CardNode>) {
  const { t, i18n } = useTranslation();
  const { names, problems, marks, numbers, live } = useEditor();
  const { node, ways, points, chosenWay } = data;
  const kind = KIND[node.kind];
  const own = problems.filter((one) => one.node_id === id);
  const errors = own.filter((one) => one.severity === "error").length;
  const summary = summaryOf(node, i18n.language, names);
  const figures = numbers?.get(id);
  const left = figures && figures.entered > 0 ? figures.left_here / figures.entered : 0;
  return (
    <div
      className={classes.card}
      data-group={kind.group}
      data-selected={selected || undefined}
      data-change={marks.changes.get(id)}
      data-walked={marks.walked.nodes.has(id) || undefined}
      data-at={marks.at === id || undefined}
      data-shaded={figures ? true : undefined}
      style={figures ? ({ "--left": Math.min(1, left * 2.5) } as React.CSSProperties) : undefined}
    >
      <Handle id="in" type="target" position={Position.Left} className={classes.entry} isConnectableStart={false} />
      <div className={classes.head}>
        <span className={classes.icon}>
          <Icon name={kind.icon} size={16} />
        </span>
        <b className="cut" title={id}>
          {id}
        </b>
        {points.map((point) => (
          <Mark key={point} point={point} />
        ))}
        {own.length > 0 && (
          <span className={classes.problems} data-severity={errors ? "error" : "warning"} title={own[0]?.says}>
            {own.length}
          </span>
        )}
      </div>
      <p className={`${classes.summary} cut`} title={summary}>
        <span className={classes.kind}>{t(`flows.kind.${node.kind}`)}</span>
        {summary && ` · ${summary}`}
      </p>
      {ways.map((way, at) => (
        <WayRow key={way.id} id={id} way={way} at={at} chosen={chosenWay === way.id} words={wayWords(node, way, i18n.language, t)} />
      ))}
      {live[id] ? (
        <span className={classes.live} title={t("flows.liveHere", { count: live[id] })}>
          {live[id]}
        </span>
      ) : null}
      {figures && (
        <span className={classes.figures}>
          {t("flows.entered", { count: figures.entered })}
          {figures.left_here > 0 && <b>{t("flows.leftHere", { share: percent(left, i18n.language) })}</b>}
          {figures.timeouts > 0 && <i>{t("flows.timeouts", { count: figures.timeouts })}</i>}
        </span>
      )}
    </div>
  );
});

const POINT_SIGN: Partial<Record<Point, string>> = { person: "0", on_error: "!" };

function Mark({ point }: { point: Point }) {
  const { t } = useTranslation();
  return (
    <span className={classes.point} title={t(`flows.point.${point}`)}>
      {POINT_SIGN[point] ?? t("flows.start")}
    </span>
  );
}

function WayRow({ id, way, at, chosen, words }: { id: string; way: Way; at: number; chosen: boolean; words: string }) {
  const { t } = useTranslation();
  const { readOnly } = useEditor();
  const acts = useActs();
  return (
    <div
      className={classes.way}
      data-chosen={chosen || undefined}
      data-missing={(way.required && !way.target) || undefined}
      data-fresh={way.key === FRESH || undefined}
      onClick={(event) => {
        event.stopPropagation();
        acts.stand({ id, way: way.id });
      }}
    >
      <span className="cut" title={words}>
        {words}
      </span>
      {!readOnly && (
        <button
          type="button"
          className={`${classes.plus} nodrag nopan`}
          tabIndex={-1}
          data-led={way.target ? true : undefined}
          aria-label={t("flows.addAfter", { way: words, id })}
          title={t("flows.addHere")}
          onClick={(event) => {
            event.stopPropagation();
            acts.add({ id, way: way.id });
          }}
        >
          <Icon name="plus" size={12} />
        </button>
      )}
      <Handle
        id={way.id}
        type="source"
        position={Position.Right}
        className={classes.grip}
        style={{ top: wayTop(at) }}
        data-led={way.target ? true : undefined}
        isConnectableEnd={false}
      />
    </div>
  );
}
