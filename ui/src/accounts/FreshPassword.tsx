import { Button, CopyButton, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Icon } from "../app/icons";
import classes from "./Accounts.module.css";

export interface Given {
  login: string;
  password: string;
}

/** A generated password, shown this once. Closed only on purpose. */
export function FreshPassword({ given, close }: { given: Given | null; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={given !== null}
      onClose={close}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      title={t("accounts.passwordOf", { login: given?.login })}
    >
      <p className="dim" style={{ marginTop: 0 }}>
        {t("accounts.shownOnce")}
      </p>
      <output className={classes.password}>{given?.password}</output>
      <div className="row">
        <CopyButton value={given?.password ?? ""}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy} leftSection={<Icon name={copied ? "check" : "copy"} size={16} />}>
              {t(copied ? "common.copied" : "common.copy")}
            </Button>
          )}
        </CopyButton>
        <Button className="push" onClick={close}>
          {t("accounts.passedOn")}
        </Button>
      </div>
    </Modal>
  );
}
