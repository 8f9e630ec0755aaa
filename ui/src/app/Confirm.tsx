import { Alert, Button, Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "./icons";
import { sentenceOf } from "./Trouble";

interface Props {
  title: string;
  /** What the button says that does it. */
  label: string;
  danger?: boolean;
  /** Nothing can be done, and the words say why: the button is left out. */
  blocked?: boolean;
  act: () => Promise<unknown>;
  close: () => void;
  children: React.ReactNode;
}

/** A question before something that is felt by others. A refusal is said in the same place. */
export function Confirm({ title, label, danger, blocked, act, close, children }: Props) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function go() {
    setBusy(true);
    setError(null);
    try {
      await act();
      close();
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={close} title={title} size="sm">
      <div className="stack">
        <div>{children}</div>
        {error !== null && (
          <Alert color="red" variant="light" icon={<Icon name="alert" />} role="alert">
            {sentenceOf(error)}
          </Alert>
        )}
        <div className="row">
          <Button className="push" variant="default" onClick={close} data-autofocus={danger || blocked || undefined}>
            {t(blocked ? "common.close" : "common.cancel")}
          </Button>
          {!blocked && (
            <Button color={danger ? "red" : undefined} loading={busy} onClick={() => void go()} data-autofocus={!danger || undefined}>
              {label}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  );
}
