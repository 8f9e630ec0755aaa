import { Alert, Button } from "@mantine/core";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api";
import { Icon } from "../../app/icons";
import { CustomerCall } from "../../customer/customerCall";
import { Elapsed } from "../../live/Timer";
import { DigitPad } from "../../phone/DigitPad";
import type { Language } from "../../wire";
import { useEditing, useEditor } from "../editor/context";
import { languagesOf } from "../graph/language";
import classes from "./Rehearsal.module.css";

/** A real call into the draft: the switch answers, the voices speak, the keys are tones. */
export default function CallPanel() {
  const { t, i18n } = useTranslation();
  const { editing, flowId, problems } = useEditor();
  const { flow } = useEditing();
  const [call] = useState(() => new CustomerCall(() => api.flows.testCall(flowId, editing.flow)));
  const state = useSyncExternalStore(call.subscribe, () => call.state);
  const spoken = languagesOf(flow);
  const language = (spoken.includes(i18n.language) ? i18n.language : (spoken[0] ?? "en")) as Language;
  const errors = problems.filter((one) => one.severity === "error").length;
  const isOn = state.phase === "connecting" || state.phase === "talking";

  useEffect(() => () => call.hangUp(), [call]);

  return (
    <div className={classes.panel}>
      <strong>{t("flows.panel.call")}</strong>
      <p className="dim" style={{ margin: 0 }}>
        {t("flows.callHint")}
      </p>
      {errors > 0 && (
        <Alert color="yellow" variant="light">
          {t("flows.callWithErrors", { count: errors })}
        </Alert>
      )}
      {state.trouble && (
        <Alert color="red" variant="light" role="alert">
          {t(`flows.callTrouble.${state.trouble}`)}
        </Alert>
      )}
      <div className={classes.call}>
        <span role="status" className="number">
          {t(`flows.callPhase.${state.phase}`)} {state.phase === "talking" && <Elapsed since={state.since / 1000} />}
        </span>
        {isOn ? (
          <Button color="red" leftSection={<Icon name="hangUp" />} onClick={() => call.hangUp()}>
            {t("flows.hangUp")}
          </Button>
        ) : (
          <Button color="green" leftSection={<Icon name="phone" />} onClick={() => void call.start(language)}>
            {t("flows.call")}
          </Button>
        )}
        {state.phase === "talking" && <DigitPad press={(digit) => call.sendDigit(digit)} />}
      </div>
    </div>
  );
}
