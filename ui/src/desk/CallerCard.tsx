import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { callerWords, initials, named, numberOf, phoneNumber, when } from "../app/format";
import { Icon } from "../app/icons";
import { useCenter, useMay } from "../session/session";
import type { DeskContact } from "../wire";
import classes from "./Desk.module.css";

export function useCustomers(caller: string) {
  const may = useMay("see-customers");
  return useQuery({
    queryKey: ["customers", caller],
    queryFn: () => api.customers.byNumber(caller),
    enabled: may && numberOf(caller) !== "",
    staleTime: 60_000,
  });
}

/** Who calls: the big line of the ringing card and of the talk. */
export function CallerName({ contact }: { contact: DeskContact }) {
  const { t } = useTranslation();
  const { data } = useCustomers(contact.caller);
  const known = data?.customers[0];
  const name = known?.name || contact.caller_name;
  const number = phoneNumber(numberOf(contact.caller));
  return (
    <div className={classes.caller}>
      <span className={classes.avatar} aria-hidden="true">
        {name ? initials(name) : <Icon name={contact.via === "web" ? "globe" : "phone"} size={22} />}
      </span>
      <div style={{ minWidth: 0 }}>
        <div className={`${classes.callerName} cut`} dir="auto">
          {name || callerWords(contact, t)}
        </div>
        <div className="dim cut" dir="auto">
          {[known?.company, name && number, (name || number) && t(`via.${contact.via}`, { defaultValue: contact.via })]
            .filter(Boolean)
            .join(" · ")}
        </div>
      </div>
    </div>
  );
}

/** What is known about the caller: the customer's card and the last contacts. */
export function CallerCard({ contact }: { contact: DeskContact }) {
  const { t, i18n } = useTranslation();
  const { data, isLoading } = useCustomers(contact.caller);
  const { queues } = useCenter();
  const queueName = (id: string | null) => named(queues.find((queue) => queue.queue_id === id), i18n.language);
  const [known, ...others] = data?.customers ?? [];
  const earlier = data?.recent.filter((one) => one.contact_id !== contact.contact_id).slice(0, 6) ?? [];

  return (
    <section className={classes.known} aria-label={t("desk.customer")}>
      <h2 className="label">{t("desk.customer")}</h2>
      <div>
        {isLoading && <Skeleton height={70} />}
        {known && (
          <dl className={classes.facts}>
            <Fact name={t("desk.company")} value={known.company} />
            <Fact name={t("desk.numbers")} value={known.numbers.map(phoneNumber).join("\n")} />
            <Fact name={t("desk.language")} value={t(`languages.${known.language}`, { defaultValue: known.language })} />
            <Fact name={t("desk.customerNote")} value={known.note} />
          </dl>
        )}
        {others.length > 0 && (
          <p className="dim small">{t("desk.alsoUsedBy", { names: others.map((one) => one.name).join(", ") })}</p>
        )}
        {!isLoading && !known && <p className="dim">{t("desk.unknownCustomer")}</p>}
        <h2 className="label">{t("desk.recent")}</h2>
        {earlier.length > 0 ? (
          <ul className={classes.recent}>
            {earlier.map((one) => (
              <li key={one.contact_id}>
                <span className="cut">{queueName(one.queue_id)}</span>
                <span className="number dim">{when(one.at, i18n.language)}</span>
                <span className="dim small">{one.outcome ? t(`outcome.${one.outcome}`) : ""}</span>
              </li>
            ))}
          </ul>
        ) : (
          !isLoading && <p className="dim">{t("desk.noRecent")}</p>
        )}
      </div>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  if (!value) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="auto">{value}</dd>
    </div>
  );
}
