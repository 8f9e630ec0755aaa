import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { percent } from "../../app/format";
import type { NodeNumbers } from "../../wire";
import { inOrder, NODE_COLUMNS, type NodeColumn, type Order, ordered, share } from "./figures";
import classes from "./Flows.module.css";
import { type Definitions, FlowMeaning } from "./FlowMeaning";
import { useCount } from "./useCount";
import { useSeconds } from "./useSeconds";

interface Props {
  nodes: readonly NodeNumbers[];
  entered: number;
  definitions: Definitions;
}

/** The same as the drawing, to be read and sorted. */
export function NodeTable({ nodes, entered, definitions }: Props) {
  const { t, i18n } = useTranslation();
  const [order, setOrder] = useState<Order>({ by: "entered", down: true });
  const rows = useMemo(() => inOrder(nodes, order), [nodes, order]);
  const count = useCount();
  const seconds = useSeconds();
  return (
    <section className="panel" aria-label={t("flowReport.byNode")}>
      <header>
        <h2>{t("flowReport.byNode")}</h2>
      </header>
      <div className={`scroll ${classes.nodes}`}>
        <table className="grid">
          <thead>
            <tr>
              {NODE_COLUMNS.map((column) => (
                <th
                  key={column}
                  className={column === "node_id" ? undefined : "r"}
                  aria-sort={order.by !== column ? "none" : order.down ? "descending" : "ascending"}
                >
                  <Sort column={column} order={order} sort={() => setOrder(ordered(order, column))} />
                  {column !== "node_id" && <About column={column} definitions={definitions} />}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((node) => (
              <tr key={node.node_id}>
                <td>{node.node_id}</td>
                <td className="r">
                  {count(node.entered)} <span className="dim">{percent(share(node.entered, entered), i18n.language)}</span>
                </td>
                <td className="r">{count(node.visits)}</td>
                <td className="r">
                  {count(node.left_here)}{" "}
                  <span className="dim">{percent(share(node.left_here, node.entered), i18n.language)}</span>
                </td>
                <td className="r">{count(node.timeouts)}</td>
                <td className="r">{count(node.wrong)}</td>
                <td className="r">{count(node.errors)}</td>
                <td className="r">{seconds(node.average_s)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Sort({ column, order, sort }: { column: NodeColumn; order: Order; sort: () => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" onClick={sort}>
      {t(`flowMeasure.${column}`)}
      <span className={classes.sort} aria-hidden="true">
        {order.by === column ? (order.down ? "↓" : "↑") : ""}
      </span>
    </button>
  );
}

function About({ column, definitions }: { column: NodeColumn; definitions: Definitions }) {
  return (
    <FlowMeaning name={column === "left_here" ? "abandoned" : column} definitions={definitions}>
      ?
    </FlowMeaning>
  );
}
