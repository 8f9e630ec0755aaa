import { Button, Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { Empty } from "../app/Empty";
import { dayAndTime } from "../app/format";
import { Trouble } from "../app/Trouble";

/** Who did what to accounts, recordings and the configuration. */
export function Audit() {
  const { t, i18n } = useTranslation();
  const audit = useInfiniteQuery({
    queryKey: ["audit"],
    queryFn: ({ pageParam }) => api.accounts.audit(pageParam ?? undefined),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next_before,
    staleTime: 0,
  });
  if (audit.error) return <Trouble error={audit.error} retry={() => void audit.refetch()} />;
  if (!audit.data) return <Skeleton height={240} />;
  const rows = audit.data.pages.flatMap((page) => page.rows);
  return (
    <div className="stack">
      <section className="panel scroll">
        {rows.length === 0 ? (
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
              {rows.map((row) => (
                <tr key={row.audit_id}>
                  <td className="number">{dayAndTime(row.at, i18n.language)}</td>
                  <td>{row.login}</td>
                  <td>{t(`audit.${row.act}`, { defaultValue: row.act })}</td>
                  <td className="dim">{row.subject}</td>
                  <td className="dim">{row.address}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      {audit.hasNextPage && (
        <Button variant="default" loading={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
          {t("contacts.more")}
        </Button>
      )}
    </div>
  );
}
