import { useTranslation } from "react-i18next";
import type { Report } from "../../wire";
import { Meaning } from "../Meaning";

export type Definitions = Report["definitions"];

/** The name of a measure of flows; plain counts need no formula. */
export function FlowMeaning(props: { name: string; definitions: Definitions; children: string }) {
  const { t } = useTranslation();
  const formula = props.definitions[props.name]?.formula;
  return (
    <Meaning means={t(`flowMeans.${props.name}`)} formula={formula?.includes("/") ? formula : undefined}>
      {props.children}
    </Meaning>
  );
}
