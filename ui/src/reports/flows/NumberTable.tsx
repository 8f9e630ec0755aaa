import { useTranslation } from "react-i18next";
import { percent } from "../../app/format";
import { type FlowSum, share } from "./figures";
import classes from "./Flows.module.css";
import { useCount } from "./useCount";

/** How many were served without a person, by the number that they called. */
export function NumberTable({ numbers }: { numbers: FlowSum["by_number"] }) {
  const { t, i18n } = useTranslation();
  const count = useCount();
  return (
    <section className="panel" aria-label={t("flowReport.byNumber")}>
      <header>
        <h2>{t("flowReport.byNumber")}</h2>
      </header>
      <div className={`scroll ${classes.numbers}`}>
        <table className="grid">
          <thead>
            <tr>
              <th>{t("flowReport.number")}</th>
              <th className="r">{t("flowMeasure.entered")}</th>
              <th className="r">{t("flowMeasure.contained")}</th>
              <th className="r">{t("flowMeasure.containment")}</th>
              <th aria-hidden="true" />
            </tr>
          </thead>
          <tbody>
            {numbers.map((one) => (
              <tr key={one.number}>
                <td className="number">{one.number}</td>
                <td className="r">{count(one.entered)}</td>
                <td className="r">{count(one.contained)}</td>
                <td className="r">{percent(share(one.contained, one.entered), i18n.language)}</td>
                <td>
                  <span className={`bar ${classes.wide}`}>
                    <i style={{ width: `${(100 * one.contained) / one.entered}%` }} />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
