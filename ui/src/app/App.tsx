import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Router } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";
import { ApiError } from "../api";
import { feed } from "../live/feed";
import { useFeedStatus } from "../live/hooks";
import { SessionContext, useForgetSession, useSessionQuery } from "../session/session";
import { SignIn } from "../session/SignIn";
import { theme } from "../theme/theme";
import { Frame } from "./Frame";
import { Trouble } from "./Trouble";

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: signedOutElsewhere }),
  mutationCache: new MutationCache({ onError: signedOutElsewhere }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
});

function signedOutElsewhere(error: Error): void {
  if (error instanceof ApiError && error.code === "signed-out") client.setQueryData(["session"], null);
}

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <Notifications position="bottom-right" limit={3} />
        <Router hook={useHashLocation}>
          <Gate />
        </Router>
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** The sign-in page for a stranger, the screens for everybody else. */
function Gate() {
  const { t } = useTranslation();
  const { data: session, error, refetch } = useSessionQuery();
  const forget = useForgetSession();
  const status = useFeedStatus();
  const wasHere = useRef(false);
  if (session) wasHere.current = true;

  useEffect(() => {
    if (!session) return;
    feed.start();
    return () => feed.stop();
  }, [session]);

  useEffect(() => {
    if (status === "signed-out") forget();
    // The centre asks every screen to come again when its configuration has changed.
    if (status === "live") void client.invalidateQueries({ queryKey: ["center"] });
  }, [status, forget]);

  if (error) return <Trouble error={error} retry={() => void refetch()} />;
  if (session === undefined) return <div aria-busy="true" aria-label={t("common.loading")} />;
  if (session === null) return <SignIn ended={wasHere.current} />;
  return (
    <SessionContext value={session}>
      <Frame key={session.login} leave={() => (wasHere.current = false)} />
    </SessionContext>
  );
}
