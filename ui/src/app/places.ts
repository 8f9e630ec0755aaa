/** The places of the product: their address, their permission and the code they bring. */

import { lazy } from "react";
import { OpenMessages } from "../messages/OpenMessages";
import type { Session } from "../wire";
import type { IconName } from "./icons";

export const mayServe = (session: Session) => session.agent_id !== null && session.permissions.includes("serve");

export const PLACES = [
  { path: "/desk", name: "desk", icon: "desk", may: mayServe, screen: lazy(() => import("../desk/Desk")) },
  {
    path: "/floor",
    name: "floor",
    icon: "floor",
    may: (session: Session) => session.permissions.includes("see-floor"),
    screen: lazy(() => import("../floor/FloorPage")),
  },
  {
    path: "/contacts",
    name: "contacts",
    icon: "log",
    may: (session: Session) => session.permissions.includes("see-contacts"),
    screen: lazy(() => import("../contacts/ContactsPage")),
  },
  {
    path: "/messages",
    name: "messages",
    icon: "letter",
    may: (session: Session) => session.permissions.includes("serve") || session.permissions.includes("see-contacts"),
    screen: lazy(() => import("../messages/MessagesPage")),
    badge: OpenMessages,
  },
  {
    path: "/report",
    name: "report",
    icon: "report",
    may: (session: Session) => session.permissions.includes("see-reports"),
    screen: lazy(() => import("../reports/ReportPage")),
  },
  {
    path: "/flows",
    name: "flows",
    icon: "flows",
    may: (session: Session) => session.permissions.includes("configure"),
    screen: lazy(() => import("../flows/FlowsPage")),
  },
  {
    path: "/accounts",
    name: "accounts",
    icon: "people",
    may: (session: Session) => session.permissions.includes("manage-accounts"),
    screen: lazy(() => import("../accounts/AccountsPage")),
  },
  {
    path: "/configuration",
    name: "configuration",
    icon: "tools",
    may: (session: Session) => session.permissions.includes("configure"),
    screen: lazy(() => import("../configuration/ConfigurationPage")),
  },
] as const satisfies readonly {
  path: string;
  name: string;
  icon: IconName;
  may: (session: Session) => boolean;
  screen: React.ComponentType;
  /** A word beside its name, such as how many wait there. */
  badge?: React.ComponentType;
}[];
