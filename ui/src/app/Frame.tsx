import { ActionIcon, Loader, Menu, Tooltip, useMantineColorScheme } from "@mantine/core";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect, Route, Switch, useLocation } from "wouter";
import * as api from "../api";
import { DeskLink } from "../desk/DeskLink";
import { speak } from "../i18n";
import { feed } from "../live/feed";
import { useDesk, useSystem } from "../live/hooks";
import { Elapsed } from "../live/Timer";
import { PasswordChange } from "../session/PasswordChange";
import { useForgetSession, useSession } from "../session/session";
import { Connection } from "./Connection";
import { Empty } from "./Empty";
import classes from "./Frame.module.css";
import { useHotkeys } from "./hotkeys";
import { initials } from "./format";
import { Icon, Mark } from "./icons";
import { KeysHelp } from "./KeysHelp";
import { mayServe, PLACES } from "./places";
import { StateChip } from "./StateChip";
import { tellTrouble } from "./Trouble";

/** Everything around a screen: the rail, the bar on top, and what must go on whatever screen is shown. */
export function Frame({ leave }: { leave: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const [keysShown, showKeys] = useState(false);
  const places = PLACES.filter((place) => place.may(session));
  const serves = mayServe(session);
  useHotkeys({ "?": () => showKeys(true) });

  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main" onClick={skipToMain}>
        {t("app.skip")}
      </a>
      <nav className={classes.rail} aria-label={t("app.places")}>
        <Link href={places[0]?.path ?? "/"} className={classes.mark} aria-label="Cordboard">
          <Mark />
        </Link>
        {places.map((place) => (
          <RailLink key={place.path} path={place.path} label={t(`place.${place.name}`)} icon={place.icon}>
            {"badge" in place && <place.badge />}
          </RailLink>
        ))}
        <button type="button" className={`${classes.place} ${classes.help}`} onClick={() => showKeys(true)}>
          <Icon name="help" size={20} />
          <span>{t("app.keys")}</span>
        </button>
      </nav>
      <header className={classes.top}>
        {serves && <OwnState />}
        {session.demo && <span className={classes.demo}>{t("app.demo")}</span>}
        <SystemTrouble />
        <span className="push" />
        <Connection serves={serves} />
        <LanguageChoice />
        <SchemeChoice />
        <Me leave={leave} />
      </header>
      <main className={classes.main} id="main" tabIndex={-1}>
        <Suspense fallback={<Loader className={classes.loading} size="sm" />}>
          <Switch>
            {places.map((place) => (
              <Route key={place.path} path={`${place.path}/:id?`} component={place.screen} />
            ))}
            <Route>
              {places[0] ? <Redirect to={places[0].path} replace /> : <Empty icon="people" title={t("app.noPlaces")} />}
            </Route>
          </Switch>
        </Suspense>
      </main>
      {serves && <DeskLink />}
      <KeysHelp opened={keysShown} close={() => showKeys(false)} />
    </div>
  );
}

function skipToMain(event: React.MouseEvent) {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

interface RailLinkProps {
  path: string;
  label: string;
  icon: Parameters<typeof Icon>[0]["name"];
  children: React.ReactNode;
}

function RailLink({ path, label, icon, children }: RailLinkProps) {
  const [location] = useLocation();
  const here = location === path || location.startsWith(`${path}/`);
  return (
    <Link href={path} className={classes.place} aria-current={here ? "page" : undefined}>
      <Icon name={icon} size={20} />
      <span>{label}</span>
      {children}
    </Link>
  );
}

function OwnState() {
  const desk = useDesk();
  const [location] = useLocation();
  if (!desk || location.startsWith("/desk")) return null;
  return (
    <Link href="/desk" className={classes.own}>
      <StateChip state={desk.state} />
      <Elapsed since={desk.state_since} className="dim" />
    </Link>
  );
}

function SystemTrouble() {
  const { t } = useTranslation();
  const system = useSystem();
  if (!system || (system.switch_up && !system.store_trouble)) return null;
  return (
    <span className={classes.trouble} role="alert">
      <Icon name="alert" size={16} />
      {system.switch_up ? t("app.storeTrouble") : t("app.switchDown")}
    </span>
  );
}

function LanguageChoice() {
  const { t, i18n } = useTranslation();
  const next = i18n.language === "ru" ? "en" : "ru";
  return (
    <Tooltip label={t("app.language")}>
      <ActionIcon variant="subtle" color="gray" size="lg" onClick={() => void speak(next)} aria-label={t("app.language")}>
        <span className={classes.language}>{i18n.language.toUpperCase()}</span>
      </ActionIcon>
    </Tooltip>
  );
}

const SCHEMES = ["auto", "light", "dark"] as const;
const SCHEME_ICON = { auto: "auto", light: "sun", dark: "moon" } as const;

function SchemeChoice() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = SCHEMES[(SCHEMES.indexOf(colorScheme) + 1) % SCHEMES.length] ?? "auto";
  const label = t("app.scheme", { scheme: t(`app.schemes.${colorScheme}`) });
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="lg" onClick={() => setColorScheme(next)} aria-label={label}>
        <Icon name={SCHEME_ICON[colorScheme]} />
      </ActionIcon>
    </Tooltip>
  );
}

function Me({ leave }: { leave: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const desk = useDesk();
  const forget = useForgetSession();
  const [changing, setChanging] = useState(false);
  const inContact = desk?.state === "talking" || desk?.state === "offered";

  async function signOut() {
    try {
      if (feed.holdsDesk && desk && desk.state !== "signed-out") await api.desk.signOut();
      await api.session.signOut();
      leave();
      forget();
    } catch (error) {
      tellTrouble(error);
    }
  }

  return (
    <>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <button type="button" className={classes.me} aria-label={t("app.account", { name: session.name })}>
            <span aria-hidden="true">{initials(session.name) || "?"}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <b>{session.name}</b>
            <br />
            {session.roles.map((role) => t(`role.${role}`)).join(", ")}
          </Menu.Label>
          <Menu.Item onClick={() => setChanging(true)}>{t("session.changePassword")}</Menu.Item>
          <Menu.Item leftSection={<Icon name="out" size={16} />} onClick={() => void signOut()} disabled={inContact}>
            {t("session.signOut")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <PasswordChange opened={changing} close={() => setChanging(false)} />
    </>
  );
}
