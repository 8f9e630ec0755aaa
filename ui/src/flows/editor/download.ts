import * as api from "../../api";
import { tellTrouble } from "../../app/Trouble";
import type { Flow } from "../graph/language";

/** Save the flow as a file. */
export async function download(flowId: string, flow: Flow, form: "yaml" | "json"): Promise<void> {
  try {
    const text = form === "json" ? `${JSON.stringify(flow, null, 2)}\n` : await api.flows.print(flow);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: form === "json" ? "application/json" : "application/yaml" }));
    link.download = `${flowId}.${form}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } catch (error) {
    tellTrouble(error);
  }
}
