import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Report } from "../../wire";
import classes from "../Report.module.css";

export type Definitions = Report["definitions"];

/** A measure's name that says what it means and how it is counted. */
export function Meaning({ name, definitions, children }: { name: string; definitions: Definitions; children: string }) {
  const { t } = useTranslation();
  const formula = definitions[name]?.formula;
  return (
    <Tooltip
      multiline
      w={300}
      openDelay={150}
      events={{ hover: true, focus: true, touch: true }}
      label={
        <>
          {t(`flowMeans.${name}`)}
          {formula?.includes("/") && <div className={classes.formula}>{formula}</div>}
        </>
      }
    >
      <span className={classes.measure} tabIndex={0}>
        {children}
      </span>
    </Tooltip>
  );
}
