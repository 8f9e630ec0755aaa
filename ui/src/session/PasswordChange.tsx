import { Alert, Button, Modal, PasswordInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { sentenceOf } from "../app/Trouble";

const LENGTH_MIN = 12;

export function PasswordChange({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useTranslation();
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const [trouble, setTrouble] = useState("");
  const [busy, setBusy] = useState(false);
  const short = fresh !== "" && fresh.length < LENGTH_MIN;
  const differs = again !== "" && again !== fresh;

  function leave() {
    setOld("");
    setFresh("");
    setAgain("");
    setTrouble("");
    close();
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setTrouble("");
    try {
      await api.session.changePassword(old, fresh);
      notifications.show({ message: t("session.passwordChanged"), color: "green" });
      leave();
    } catch (error) {
      setTrouble(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal opened={opened} onClose={leave} title={t("session.changePassword")}>
      <form className="stack" onSubmit={submit}>
        <PasswordInput
          label={t("session.oldPassword")}
          autoComplete="current-password"
          value={old}
          onChange={(event) => setOld(event.currentTarget.value)}
          data-autofocus
        />
        <PasswordInput
          label={t("session.newPassword")}
          description={t("session.passwordRule", { count: LENGTH_MIN })}
          error={short && t("session.tooShort", { count: LENGTH_MIN - fresh.length })}
          autoComplete="new-password"
          value={fresh}
          onChange={(event) => setFresh(event.currentTarget.value)}
        />
        <PasswordInput
          label={t("session.repeatPassword")}
          error={differs && t("session.differs")}
          autoComplete="new-password"
          value={again}
          onChange={(event) => setAgain(event.currentTarget.value)}
        />
        {trouble && (
          <Alert color="red" variant="light" role="alert">
            {trouble}
          </Alert>
        )}
        <div className="row">
          <Button className="push" variant="default" onClick={leave}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={busy} disabled={!old || !fresh || short || again !== fresh}>
            {t("session.changePassword")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
