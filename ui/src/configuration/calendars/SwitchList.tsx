import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Confirm } from "../../app/Confirm";
import { Empty } from "../../app/Empty";
import { Icon } from "../../app/icons";
import { tellTrouble } from "../../app/Trouble";
import { idFrom } from "../../flows/list/flowId";
import classes from "./Calendars.module.css";
import { EMERGENCY, rewrite, type SwitchDefinition, switchesOf } from "./model";

/** Which switches there are. Supervisors turn them, on the live floor. */
export function SwitchList({ document }: { document: Record<string, unknown> }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const switches = switchesOf(document);
  const [removing, remove] = useState<SwitchDefinition | null>(null);
  const reread = async () => {
    await client.invalidateQueries({ queryKey: ["configuration"] });
    void client.invalidateQueries({ queryKey: ["switches"] });
  };

  return (
    <div className="stack">
      <p className="dim" style={{ margin: 0 }}>
        {t("switches.definedHint")}
      </p>
      <NewSwitch taken={switches.map((one) => one.switch_id)} added={reread} />
      <section className="panel scroll" aria-label={t("switches.title")}>
        {switches.length === 0 ? (
          <Empty icon="tools" title={t("switches.none")}>
            {t("switches.noneHint")}
          </Empty>
        ) : (
          <table className="grid">
            <thead>
              <tr>
                <th>{t("switches.name")}</th>
                <th>{t("switches.nameRu")}</th>
                <th>{t("switches.inFlows")}</th>
                <th>{t("switches.state")}</th>
                <th aria-label={t("switches.remove")} />
              </tr>
            </thead>
            <tbody>
              {switches.map((one) => (
                <tr key={one.switch_id}>
                  <td>
                    <b dir="auto">{one.name}</b>
                  </td>
                  <td dir="auto">{one.name_ru}</td>
                  <td>
                    <code>
                      {one.switch_id === EMERGENCY ? t("switches.beforeCalendars") : `switches.${one.switch_id}`}
                    </code>
                  </td>
                  <td data-on={one.on || undefined} className={classes.onOff}>
                    {t(one.on ? "switches.on" : "switches.off")}
                  </td>
                  <td style={{ width: 50 }}>
                    <Button
                      variant="subtle"
                      color="gray"
                      size="compact-sm"
                      aria-label={t("switches.removeThis", { name: one.name })}
                      onClick={() => remove(one)}
                    >
                      <Icon name="trash" size={16} />
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      {removing && (
        <Confirm
          danger
          title={t("switches.removeThis", { name: removing.name })}
          label={t("switches.remove")}
          close={() => remove(null)}
          act={async () => {
            await rewrite<SwitchDefinition>("switches", ({ [removing.switch_id]: _, ...others }) => others);
            await reread();
          }}
        >
          {t("switches.removeAsk")}
        </Confirm>
      )}
    </div>
  );
}

function NewSwitch({ taken, added }: { taken: readonly string[]; added: () => Promise<void> }) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [nameRu, setNameRu] = useState("");
  // In expressions a hyphen would be a minus.
  const switchId = idFrom(name).replaceAll("-", "_");
  const isTaken = taken.includes(switchId);
  const add = useMutation({
    mutationFn: () =>
      rewrite<SwitchDefinition>("switches", (all) => ({
        ...all,
        [switchId]: { switch_id: switchId, name: name.trim(), name_ru: nameRu.trim(), on: false },
      })),
    onSuccess: async () => {
      await added();
      setName("");
      setNameRu("");
    },
    onError: tellTrouble,
  });

  function send(event: FormEvent) {
    event.preventDefault();
    if (switchId && !isTaken) add.mutate();
  }

  return (
    <form className={`row wrap ${classes.newSwitch}`} onSubmit={send}>
      <TextInput
        value={name}
        maxLength={50}
        onChange={(event) => setName(event.currentTarget.value)}
        placeholder={t("switches.name")}
        aria-label={t("switches.name")}
      />
      <TextInput
        value={nameRu}
        maxLength={50}
        onChange={(event) => setNameRu(event.currentTarget.value)}
        placeholder={t("switches.nameRu")}
        aria-label={t("switches.nameRu")}
      />
      <Button type="submit" disabled={!switchId || isTaken} loading={add.isPending}>
        {t("switches.add")}
      </Button>
      <span className="dim small" role="status">
        {isTaken ? t("switches.taken", { id: switchId }) : switchId && `switches.${switchId}`}
      </span>
    </form>
  );
}
