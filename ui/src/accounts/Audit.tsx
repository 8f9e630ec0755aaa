import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { Empty } from "../app/Empty";
import { dayAndTime } from "../app/format";
import { Trouble } from "../app/Trouble";

/** Who did what to accounts and recordings. */
export function Audit() {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery({ queryKey: ["audit"], queryFn: api.accounts.audit, staleTime: 0 });
  if (error) return <Trouble error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={240} />;
  return (
    <section className="panel scroll">
      {data.length === 0 ? (
        <Empty icon="audit" title={t("accounts.noAudit")} />
      ) : (
        <table className="grid">
          <thead>
            <tr>
              <th>{t("accounts.at")}</th>
              <th>{t("accounts.who")}</th>
              <th>{t("accounts.did")}</th>
              <th>{t("accounts.toWhat")}</th>
              <th>{t("accounts.address")}</th>
            </tr>
          </thead>
          <tbody>
            {data.map((row, at) => (
              <tr key={`${row.at}-${at}`}>
                <td className="number">{dayAndTime(row.at, i18n.language)}</td>
                <td>{row.login ?? ""}</td>
                <td>{t(`audit.${row.action}`, { defaultValue: row.action })}</td>
                <td className="dim">{row.subject ?? ""}</td>
                <td className="dim">{row.address ?? ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
