import { Alert, Button, PasswordInput, SegmentedControl, TextInput } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon, Mark } from "../app/icons";
import { sentenceOf } from "../app/Trouble";
import { speak } from "../i18n";
import type { Language } from "../wire";
import { useSignIn } from "./session";
import classes from "./SignIn.module.css";

export function SignIn({ ended }: { ended: boolean }) {
  const { t, i18n } = useTranslation();
  const signIn = useSignIn();
  const [trouble, setTrouble] = useState("");
  const [busy, setBusy] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setTrouble("");
    try {
      await signIn(String(form.get("login")).trim(), String(form.get("password")));
    } catch (error) {
      setTrouble(sentenceOf(error));
      setBusy(false);
      password.current?.select();
    }
  }

  const watchCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState("CapsLock"));

  return (
    <main className={classes.screen}>
      <form className={classes.card} onSubmit={submit}>
        <div className={classes.brand}>
          <Mark size={34} />
          <h1>Cordboard</h1>
        </div>
        {ended && !trouble && (
          <Alert color="yellow" variant="light" role="status">
            {t("session.ended")}
          </Alert>
        )}
        <TextInput
          name="login"
          label={t("session.login")}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          required
          withAsterisk={false}
        />
        <PasswordInput
          ref={password}
          name="password"
          label={t("session.password")}
          autoComplete="current-password"
          required
          withAsterisk={false}
          onKeyUp={watchCapsLock}
          onKeyDown={watchCapsLock}
          onBlur={() => setCapsLock(false)}
          visibilityToggleButtonProps={{ "aria-label": t("session.showPassword") }}
        />
        <p className={classes.hint} role="alert" data-kind={trouble ? "trouble" : "hint"}>
          {(trouble || capsLock) && <Icon name="alert" size={15} />}
          {trouble || (capsLock ? t("session.capsLock") : "")}
        </p>
        <Button type="submit" size="md" loading={busy} fullWidth>
          {t("session.signIn")}
        </Button>
        <SegmentedControl
          className={classes.language}
          size="xs"
          value={i18n.language}
          onChange={(language) => void speak(language as Language)}
          aria-label={t("app.language")}
          data={[
            { value: "en", label: "English" },
            { value: "ru", label: "Русский" },
          ]}
        />
      </form>
    </main>
  );
}
