/** Who is signed in, and what they may do. */

import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useCallback, useContext } from "react";
import * as api from "../api";
import { hasChosenLanguage, speak } from "../i18n";
import type { Center, Permission, Session } from "../wire";

const SESSION = ["session"] as const;

async function read(): Promise<Session | null> {
  try {
    return await accept(await api.session.current());
  } catch (error) {
    if (error instanceof api.ApiError && error.status === 401) return null;
    throw error;
  }
}

async function accept(session: Session): Promise<Session> {
  api.rememberCsrf(session.csrf);
  if (!hasChosenLanguage()) await speak(session.language, false);
  return session;
}

export function useSessionQuery() {
  return useQuery({ queryKey: SESSION, queryFn: read, staleTime: Infinity, retry: 1 });
}

/** Sign in; the screens follow by themselves. */
export function useSignIn() {
  const client = useQueryClient();
  return useCallback(
    async (login: string, password: string) => {
      const session = await accept(await api.session.signIn(login, password));
      forgetAllBut(client, session);
    },
    [client],
  );
}

/** Forget everything that the session showed. */
export function useForgetSession() {
  const client = useQueryClient();
  return useCallback(() => forgetAllBut(client, null), [client]);
}

function forgetAllBut(client: QueryClient, session: Session | null): void {
  // The session's own query stays, changed: the screens watch it.
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION[0] });
  client.setQueryData(SESSION, session);
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("a screen was drawn without a session");
  return session;
}

export function useMay(permission: Permission): boolean {
  return useSession().permissions.includes(permission);
}

/** Queues, pause reasons and agents; empty until they have arrived. */
export function useCenter(): Center {
  const { data } = useQuery({ queryKey: ["center"], queryFn: api.center.all, staleTime: 60_000 });
  return data ?? EMPTY_CENTER;
}

const EMPTY_CENTER: Center = { queues: [], pauses: [], agents: [] };
