import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { mayServe } from "./places";
import { DESK_KEYS, type DeskKey } from "./hotkeys";
import { useSession } from "../session/session";

export function KeysHelp({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useTranslation();
  const serves = mayServe(useSession());
  const rows: [string, string][] = [
    ["?", t("keys.help")],
    ["Esc", t("keys.close")],
  ];
  if (serves) {
    for (const name of Object.keys(DESK_KEYS) as DeskKey[]) rows.push([DESK_KEYS[name], t(`keys.${name}`)]);
    rows.push(["Enter", t("keys.enter")], ["1 … 9", t("keys.disposition")]);
  }
  return (
    <Modal opened={opened} onClose={close} title={t("app.keys")} size="md">
      <table className="grid">
        <tbody>
          {rows.map(([key, words]) => (
            <tr key={key}>
              <td style={{ width: 110 }}>
                <kbd>{key}</kbd>
              </td>
              <td>{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}
