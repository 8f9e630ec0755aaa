import { ActionIcon, CopyButton, Loader, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { Icon } from "../app/icons";
import { Trouble } from "../app/Trouble";
import classes from "./SipCredentials.module.css";

/** What to type into an own SIP phone. */
export function SipCredentials() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({ queryKey: ["desk", "phone"], queryFn: api.desk.phone, staleTime: Infinity });
  const [shown, setShown] = useState(false);
  if (error) return <Trouble error={error} retry={() => void refetch()} />;
  if (!data) return <Loader size="sm" />;
  const { server, port, transport, user, password } = data.sip;
  return (
    <>
      <p className="dim" style={{ margin: 0 }}>
        {t("phone.sipHint")}
      </p>
      <dl className={classes.list}>
        <Line name={t("phone.server")} value={`${server}:${port}`} />
        <Line name={t("phone.transport")} value={transport.toUpperCase()} />
        <Line name={t("phone.user")} value={user} />
        <Line name={t("session.password")} value={password} hidden={!shown}>
          <Tooltip label={shown ? t("phone.hide") : t("phone.show")}>
            <ActionIcon
              variant="subtle"
              color="gray"
              onClick={() => setShown(!shown)}
              aria-label={shown ? t("phone.hide") : t("phone.show")}
              aria-pressed={shown}
            >
              <Icon name="eye" />
            </ActionIcon>
          </Tooltip>
        </Line>
      </dl>
    </>
  );
}

function Line(props: { name: string; value: string; hidden?: boolean; children?: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <div>
      <dt>{props.name}</dt>
      <dd className="cut">{props.hidden ? "••••••••••••" : props.value}</dd>
      {props.children}
      <CopyButton value={props.value}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t("common.copied") : t("common.copy")}>
            <ActionIcon
              variant="subtle"
              color="gray"
              onClick={copy}
              aria-label={t("phone.copyNamed", { name: props.name })}
            >
              <Icon name={copied ? "check" : "copy"} />
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}
