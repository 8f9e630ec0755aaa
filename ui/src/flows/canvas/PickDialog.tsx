import { Modal, TextInput } from "@mantine/core";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon, type IconName } from "../../app/icons";
import classes from "./PickDialog.module.css";

export interface Pick {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: IconName;
  /** Further words by which it is found. */
  readonly words?: string;
}

interface Props {
  title: string;
  items: readonly Pick[];
  pick: (value: string) => void;
  close: () => void;
  /** Finds by itself what fits the question; without it, labels and words are searched. */
  search?: (question: string) => readonly string[];
}

/** Choose one of many by typing a part of its name, with the arrows and Enter, or with the mouse. */
export function PickDialog({ title, items, pick, close, search }: Props) {
  const { t } = useTranslation();
  const [question, setQuestion] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const listId = useId();
  const shown = useMemo(() => fitting(items, question, search), [items, question, search]);
  const current = Math.min(at, shown.length - 1);

  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [current]);

  function key(event: React.KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) setAt(Math.max(0, Math.min(shown.length - 1, current + step)));
    else if (event.key === "Enter" && shown[current]) pick(shown[current].value);
    else return;
    event.preventDefault();
  }

  return (
    <Modal opened onClose={close} title={title} size="md" transitionProps={{ duration: 0 }} returnFocus={false} yOffset="12vh" centered={false}>
      <TextInput
        data-autofocus
        data-own-undo
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={shown[current] ? `${listId}-${current}` : undefined}
        aria-label={title}
        placeholder={t("flows.typeToFind")}
        leftSection={<Icon name="search" size={15} />}
        value={question}
        onChange={(event) => {
          setQuestion(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={key}
      />
      <div className={classes.list} role="listbox" id={listId} aria-label={title} ref={list}>
        {shown.map((item, index) => (
          <div
            key={item.value}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === current}
            className={classes.item}
            onMouseMove={() => setAt(index)}
            onClick={() => pick(item.value)}
          >
            {item.icon && <Icon name={item.icon} size={16} />}
            <b className="cut">{item.label}</b>
            <span className="dim cut">{item.hint}</span>
          </div>
        ))}
        {shown.length === 0 && <p className="dim">{t("flows.nothingFound")}</p>}
      </div>
    </Modal>
  );
}

function fitting(items: readonly Pick[], question: string, search?: (question: string) => readonly string[]): readonly Pick[] {
  const words = question.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return items;
  if (search) {
    const byValue = new Map(items.map((item) => [item.value, item]));
    return search(question).flatMap((value) => byValue.get(value) ?? []);
  }
  return items.filter((item) => {
    const all = `${item.label} ${item.hint ?? ""} ${item.words ?? ""}`.toLocaleLowerCase();
    return words.every((word) => all.includes(word));
  });
}
