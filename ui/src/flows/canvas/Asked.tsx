import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useEditing, useEditor } from "../editor/context";
import { GROUPS, KIND, kindsOf } from "../graph/kinds";
import type { Flow, FlowNode, Kind } from "../graph/language";
import { readingOrder } from "../graph/layout";
import { found, summaryOf } from "../graph/summary";
import { type Pick, PickDialog } from "./PickDialog";
import { nodeElement, type BoardActs } from "./useActsOnBoard";
import { CANVAS_KEYS } from "./useCanvasKeys";

/** The dialogs over the canvas: which kind, which target, which node, which keys. */
export function Asked({ acts }: { acts: BoardActs }) {
  const { t, i18n } = useTranslation();
  const { names, editing } = useEditor();
  const { flow } = useEditing();
  const { asking } = acts;
  if (!asking) return null;

  const close = () => {
    acts.ask(null);
    const { standing } = editing.state.chosen;
    if (standing) requestAnimationFrame(() => nodeElement(standing.id)?.focus({ preventScroll: true }));
  };
  const kindWords = (node: FlowNode) => t(`flows.kind.${node.kind}`);
  const nodes = (of: Flow): Pick[] =>
    readingOrder(of).map((id) => {
      const node = of.nodes[id]!;
      const hint = `${kindWords(node)} · ${summaryOf(node, i18n.language, names)}`;
      return { value: id, label: id, hint, icon: KIND[node.kind].icon };
    });

  switch (asking.what) {
    case "add":
      return (
        <PickDialog
          title={asking.after ? t("flows.addAfterNode", { id: asking.after.id }) : t("flows.addNode")}
          items={GROUPS.flatMap((group) =>
            kindsOf(group).map((kind) => ({
              value: kind,
              label: t(`flows.kind.${kind}`),
              hint: t(`flows.kindHint.${kind}`),
              icon: KIND[kind].icon,
              words: kind,
            })),
          )}
          pick={(kind) => {
            acts.ask(null);
            acts.insert(kind as Kind, asking.after, asking.at);
          }}
          close={close}
        />
      );
    case "connect":
      return (
        <PickDialog
          title={t("flows.connectFrom", { id: asking.from.id })}
          items={nodes(flow)}
          search={(question) => found(flow, question, kindWords)}
          pick={(id) => {
            acts.connect(asking.from, id);
            close();
          }}
          close={close}
        />
      );
    case "find":
      return (
        <PickDialog
          title={t("flows.find")}
          items={nodes(flow)}
          search={(question) => found(flow, question, kindWords)}
          pick={(id) => {
            acts.ask(null);
            acts.stand({ id, way: null });
          }}
          close={close}
        />
      );
    case "keys":
      return (
        <Modal opened onClose={close} title={t("flows.keys")} size="lg" returnFocus={false}>
          <table className="grid">
            <tbody>
              {CANVAS_KEYS.map(([name, keys]) => (
                <tr key={name}>
                  <td>
                    <kbd>{keys}</kbd>
                  </td>
                  <td>{t(`flows.does.${name}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Modal>
      );
  }
}
