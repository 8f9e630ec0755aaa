import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react";
import { memo } from "react";
import classes from "./Canvas.module.css";
import type { WayEdge } from "./shapes";

/** A connection; it carries the name of its way where that helps: while it or its node is chosen. */
export const WayLine = memo(function WayLine(props: EdgeProps<WayEdge>) {
  const [path, x, y] = getBezierPath(props);
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
