import { lazy } from "react";
import { useParams } from "wouter";
import { FlowList } from "./list/FlowList";

const EditorPage = lazy(() => import("./editor/EditorPage"));

/** All flows, or the one that the address names. */
export default function FlowsPage() {
  const { id } = useParams();
  return id ? <EditorPage key={id} flowId={decodeURIComponent(id)} /> : <FlowList />;
}
