import { Drawer } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "../app/Empty";
import { callerWords, named, numberOf, phoneNumber } from "../app/format";
import { StateChip } from "../app/StateChip";
import { Elapsed } from "../live/Timer";
import { useContactTiles } from "../live/hooks";
import { useCenter } from "../session/session";

const ORDER = ["waiting", "offered", "talking", "arrived", "leaving"];

/** The contacts of one queue now: who waits, who talks with whom. */
export function Contacts({ queueId, close }: { queueId: string | null; close: () => void }) {
  const { i18n } = useTranslation();
  const { queues } = useCenter();
  const queue = queues.find((one) => one.queue_id === queueId);
  return (
    <Drawer
      opened={queueId !== null}
      onClose={close}
      position="right"
      size="lg"
      title={<b>{named(queue, i18n.language) || queueId}</b>}
      overlayProps={{ backgroundOpacity: 0.2 }}
    >
      {queueId !== null && <List queueId={queueId} />}
    </Drawer>
  );
}

function List({ queueId }: { queueId: string }) {
  const { t } = useTranslation();
  const tiles = useContactTiles();
  const { agents } = useCenter();
  const shown = useMemo(
    () =>
      tiles
        .filter((tile) => tile.queue_id === queueId)
        .sort(
          (a, b) =>
            ORDER.indexOf(a.state) - ORDER.indexOf(b.state) ||
            (a.position ?? 1e9) - (b.position ?? 1e9) ||
            a.arrived_at - b.arrived_at,
        ),
    [tiles, queueId],
  );
  if (shown.length === 0) return <Empty icon="phone" title={t("floor.noContacts")} />;
  return (
    <table className="grid">
      <thead>
        <tr>
          <th>{t("floor.place")}</th>
          <th>{t("contacts.caller")}</th>
          <th>{t("floor.state")}</th>
          <th className="r">{t("floor.inState")}</th>
          <th>{t("floor.agent")}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((tile) => (
          <tr key={tile.contact_id}>
            <td className="number">{tile.position ?? ""}</td>
            <td dir="auto">
              {callerWords(tile, t)}
              {tile.caller_name && <div className="dim small">{phoneNumber(numberOf(tile.caller))}</div>}
            </td>
            <td>
              <StateChip state={tile.state} words={t(`contactState.${tile.state}`)} />
            </td>
            <td className="r">
              <Elapsed since={tile.state_since} />
            </td>
            <td>{agents.find((agent) => agent.agent_id === tile.agent_id)?.name ?? ""}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
