import { Tooltip } from "@mantine/core";
import classes from "./Report.module.css";

interface Props {
  /** In our words. */
  means: string;
  /** In the server's; undefined where it would say no more. */
  formula?: string;
  children: string;
}

/** A measure's name that says what it means and how it is counted. */
export function Meaning({ means, formula, children }: Props) {
  return (
    <Tooltip
      multiline
      w={300}
      openDelay={150}
      events={{ hover: true, focus: true, touch: true }}
      label={
        <>
          {means}
          {formula && <div className={classes.formula}>{formula}</div>}
        </>
      }
    >
      <span className={classes.measure} tabIndex={0}>
        {children}
      </span>
    </Tooltip>
  );
}
