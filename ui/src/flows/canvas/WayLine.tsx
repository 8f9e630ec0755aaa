import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react";
import { memo } from "react";
import { detourPath } from "../graph/routing";
import classes from "./Canvas.module.css";
import type { WayEdge } from "./shapes";

/** A connection; it carries the name of its way where that helps: while it or its node is chosen. */
export const WayLine = memo(function WayLine(props: EdgeProps<WayEdge>) {
  const { sourceX, sourceY, targetX, targetY } = props;
  const level = props.data?.level ?? null;
  const [straight, midX, midY] = getBezierPath(props);
  const path = level === null ? straight : detourPath({ x: sourceX, y: sourceY }, { x: targetX, y: targetY }, level);
  const [x, y] = level === null ? [midX, midY] : [(sourceX + targetX) / 2, level];
  const shown = props.selected || props.data?.lit;
  return (
    <>
      <BaseEdge id={props.id} path={path} markerEnd={props.markerEnd} interactionWidth={18} />
      {shown && (
        <EdgeLabelRenderer>
          <span className={classes.label} style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}>
            {props.data?.words}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
