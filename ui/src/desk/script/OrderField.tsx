import { ActionIcon, Button, Loader, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api";
import { Icon } from "../../app/icons";
import { sentenceOf } from "../../app/Trouble";
import type { OrderItem } from "../../wire";
import { added, isLines, money, type OrderLine, QUANTITY_MAX, sumOf } from "./answers";
import classes from "./Script.module.css";
import type { FieldProps } from "./Turn";

const SEARCH_MS = 200;

interface Props extends FieldProps {
  contactId: string;
  currency: string;
}

/** What the customer orders: items found by code or name, how many of each, and what it comes to. */
export function OrderField({ contactId, currency, first, busy, errorId, fillIn, answer }: Props) {
  const { t, i18n } = useTranslation();
  const [lines, setLines] = useState<OrderLine[]>(() => (isLines(first) ? first : []));
  const search = useRef<HTMLInputElement>(null);
  const table = useRef<HTMLTableElement>(null);

  function change(next: OrderLine[]) {
    setLines(next);
    fillIn(next);
  }

  function add(item: OrderItem) {
    change(added(lines, item));
    requestAnimationFrame(() => {
      const quantity = table.current?.querySelector<HTMLInputElement>(`input[data-code="${CSS.escape(item.code)}"]`);
      quantity?.focus();
      quantity?.select();
    });
  }

  const confirm = () => {
    if (lines.length === 0 || busy) return;
    fillIn(lines);
    answer(lines.map(({ code, quantity }) => ({ code, quantity })));
  };

  return (
    <div className={classes.order} aria-describedby={errorId}>
      <ItemSearch field={search} contactId={contactId} currency={currency} add={add} finish={confirm} />
      <table ref={table} className={classes.orderLines}>
        <tbody>
          {lines.map((line) => (
            <tr key={line.code}>
              <td>
                <span dir="auto">{line.name}</span>
                <span className={`${classes.price} dim small number`}>
                  {line.code} · {money(sumOf([{ ...line, quantity: 1 }]), currency, i18n.language)}
                </span>
              </td>
              <td>
                <input
                  data-code={line.code}
                  className={classes.quantity}
                  inputMode="numeric"
                  aria-label={t("script.quantityOf", { name: line.name })}
                  value={line.quantity || ""}
                  onChange={(event) => {
                    const quantity = Math.min(QUANTITY_MAX, Number(event.target.value.replace(/\D/g, "")));
                    change(lines.map((one) => (one.code === line.code ? { ...one, quantity } : one)));
                  }}
                  onBlur={() => line.quantity === 0 && change(lines.filter((one) => one.code !== line.code))}
                  onKeyDown={(event) => {
                    if (event.key !== "Enter") return;
                    event.preventDefault();
                    search.current?.focus();
                  }}
                />
              </td>
              <td className="number">{money(sumOf([line]), currency, i18n.language)}</td>
              <td>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t("script.removeLine", { name: line.name })}
                  onClick={() => {
                    change(lines.filter((one) => one.code !== line.code));
                    search.current?.focus();
                  }}
                >
                  <Icon name="cross" size={14} />
                </ActionIcon>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={classes.total}>
        <span className="dim">{lines.length === 0 ? t("script.noLines") : t("script.total")}</span>
        <b className="number" role="status">
          {lines.length > 0 && money(sumOf(lines), currency, i18n.language)}
        </b>
        <Button disabled={lines.length === 0} loading={busy} onClick={confirm}>
          {t("script.takeOrder")}
        </Button>
      </div>
    </div>
  );
}

interface SearchProps {
  field: React.RefObject<HTMLInputElement | null>;
  contactId: string;
  currency: string;
  add: (item: OrderItem) => void;
  /** Enter in an empty field: nothing more is wanted. */
  finish: () => void;
}

function ItemSearch({ field, contactId, currency, add, finish }: SearchProps) {
  const { t, i18n } = useTranslation();
  const listId = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const [wanted] = useDebouncedValue(text.trim(), SEARCH_MS);
  const { data, error, isFetching } = useQuery({
    queryKey: ["desk", "items", contactId, wanted],
    queryFn: () => api.script.items(contactId, wanted),
    enabled: wanted !== "",
    placeholderData: (before) => before,
  });
  const found = text.trim() === "" ? [] : (data ?? []);
  const chosen = Math.min(at, found.length - 1);

  function take(item: OrderItem) {
    setText("");
    setAt(0);
    add(item);
  }

  function onKey(event: KeyboardEvent) {
    if (event.altKey) return;
    const item = found[chosen];
    if (event.key === "ArrowDown") setAt(Math.min(chosen + 1, found.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
    else if (event.key === "Escape" && text) setText("");
    else if (event.key === "Enter" && text.trim() === "") finish();
    // What is listed may still belong to what was typed before.
    else if (event.key === "Enter" && item && wanted === text.trim() && !isFetching) take(item);
    else if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className={classes.search}>
      <TextInput
        ref={field}
        data-field
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
        placeholder={t("script.findItem")}
        aria-label={t("script.findItem")}
        leftSection={<Icon name="search" size={16} />}
        rightSection={isFetching ? <Loader size={14} /> : undefined}
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-activedescendant={found[chosen] && `${listId}-${chosen}`}
        autoComplete="off"
        maxLength={80}
      />
      {text.trim() !== "" && (
        <ul id={listId} role="listbox" aria-label={t("script.items")} className={classes.items}>
          {found.map((item, index) => (
            <li
              key={item.code}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === chosen}
              onMouseEnter={() => setAt(index)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(item)}
            >
              <span className="dim number">{item.code}</span>
              <span className="cut" dir="auto">
                {item.name}
              </span>
              <span className="number push">
                {money(sumOf([{ code: "", name: "", price: item.price, quantity: 1 }]), currency, i18n.language)}
              </span>
            </li>
          ))}
          {error && <li className={classes.nothing}>{sentenceOf(error)}</li>}
          {!error && data && found.length === 0 && !isFetching && (
            <li className={classes.nothing}>{t("script.noItem", { text: wanted })}</li>
          )}
        </ul>
      )}
    </div>
  );
}
