import { Tooltip } from "@mantine/core";
import { useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { percent } from "../../app/format";
import { Icon } from "../../app/icons";
import { wayWords } from "../../flows/canvas/wayWords";
import { KIND } from "../../flows/graph/kinds";
import { NODE_WIDTH } from "../../flows/graph/layout";
import type { Funnel as Drawing, FunnelNode } from "./funnel";
import classes from "./Flows.module.css";
import { useCount } from "./useCount";
import { useSeconds } from "./useSeconds";

const LEAST = 0.3;
/** Below this nobody reads what the nodes say. */
const READABLE = 0.62;
const MOST = 1.25;
const STEP = 1.2;

/** The drawing, as large as fits its place, or as large as one wants. */
export function Funnel({ funnel }: { funnel: Drawing }) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState({ width: 0, height: 0 });
  const [wish, setWish] = useState<number | null>(null);
  const [hot, setHot] = useState<string | null>(null);

  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const look = () => setRoom({ width: element.clientWidth, height: element.clientHeight });
    look();
    const watch = new ResizeObserver(look);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  const fitting = Math.min(1, room.width / funnel.width, room.height / funnel.height) || 1;
  const scale = wish ?? Math.max(READABLE, fitting);
  const zoom = (by: number) => setWish(Math.max(LEAST, Math.min(MOST, scale * by)));
  return (
    <div className={classes.frame}>
      <div ref={place} className={`scroll ${classes.board}`} role="group" aria-label={t("flowReport.drawing")} tabIndex={0}>
        <div className={classes.size} style={{ width: funnel.width * scale, height: funnel.height * scale }}>
          <div
            className={classes.drawing}
            style={{ width: funnel.width, height: funnel.height, transform: `scale(${scale})` }}
          >
            <svg width={funnel.width} height={funnel.height} aria-hidden="true">
              {funnel.edges.map((edge, at) => (
                <path
                  key={at}
                  d={edge.path}
                  strokeWidth={edge.width}
                  className={classes.edge}
                  data-none={edge.count === 0 || undefined}
                  data-flow={edge.byFlow || undefined}
                  data-hot={hot === edge.from || hot === edge.to || undefined}
                />
              ))}
            </svg>
            {funnel.nodes.map((node) => (
              <Card key={node.id} node={node} setHot={setHot} />
            ))}
          </div>
        </div>
      </div>
      <div className={classes.zoom} role="group" aria-label={t("flows.zoom")}>
        <button type="button" onClick={() => zoom(STEP)} aria-label={t("flows.zoomIn")} title={t("flows.zoomIn")}>
          <Icon name="plus" size={16} />
        </button>
        <button type="button" onClick={() => zoom(1 / STEP)} aria-label={t("flows.zoomOut")} title={t("flows.zoomOut")}>
          <Icon name="minus" size={16} />
        </button>
        <button type="button" onClick={() => setWish(Math.max(LEAST, fitting))} aria-label={t("flows.fit")} title={t("flows.fit")}>
          <Icon name="fit" size={16} />
        </button>
      </div>
    </div>
  );
}

function Card({ node, setHot }: { node: FunnelNode; setHot: (id: string | null) => void }) {
  const { t, i18n } = useTranslation();
  const count = useCount();
  const { figures } = node;
  return (
    <Tooltip label={<About node={node} />} openDelay={120} events={{ hover: true, focus: true, touch: true }} multiline>
      <div
        className={classes.card}
        role="img"
        aria-label={t("flowReport.nodeSays", {
          id: node.id,
          entered: count(figures?.entered ?? 0),
          share: percent(node.share, i18n.language),
          left: percent(node.left, i18n.language),
        })}
        tabIndex={0}
        data-group={KIND[node.node.kind]?.group}
        data-none={!figures || undefined}
        style={
          {
            left: node.x,
            top: node.y,
            width: NODE_WIDTH,
            height: node.height,
            "--left": Math.min(0.6, node.left * 1.8),
          } as React.CSSProperties
        }
        onPointerEnter={() => setHot(node.id)}
        onPointerLeave={() => setHot(null)}
        onFocus={() => setHot(node.id)}
        onBlur={() => setHot(null)}
      >
        <div className={classes.head}>
          <Icon name={KIND[node.node.kind]?.icon ?? "flows"} size={16} />
          <b className="cut">{node.id}</b>
          <span className="number">{count(figures?.entered ?? 0)}</span>
        </div>
        <div className={classes.under}>
          <span className="dim cut">{t(`flows.kind.${node.node.kind}`)}</span>
          {figures && figures.left_here > 0 ? (
            <b className={classes.left}>{t("flows.leftHere", { share: percent(node.left, i18n.language) })}</b>
          ) : (
            <span className="dim number">{percent(node.share, i18n.language)}</span>
          )}
        </div>
        {node.ways.map(({ way, count: taken }) => (
          <div key={way.id} className={classes.way}>
            <span className="cut">{wayWords(node.node, way, i18n.language, t)}</span>
            <span className="number">{taken > 0 ? count(taken) : ""}</span>
          </div>
        ))}
      </div>
    </Tooltip>
  );
}

function About({ node }: { node: FunnelNode }) {
  const { t, i18n } = useTranslation();
  const count = useCount();
  const seconds = useSeconds();
  const { figures } = node;
  if (!figures) return t("flowReport.nobodyCame");
  const lines: [string, string][] = [
    ["entered", `${count(figures.entered)} (${percent(node.share, i18n.language)})`],
    ["left_here", `${count(figures.left_here)} (${percent(node.left, i18n.language)})`],
    ["timeouts", count(figures.timeouts)],
    ["wrong", count(figures.wrong)],
    ["errors", count(figures.errors)],
    ["average_s", seconds(figures.average_s)],
  ];
  return (
    <dl className={classes.about}>
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{t(`flowMeasure.${name}`)}</dt>
          <dd className="number">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
