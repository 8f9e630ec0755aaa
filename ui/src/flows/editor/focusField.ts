const WRITTEN_IN = "textarea, input:not([type=hidden])";
const TAKES_FOCUS = "select, button, summary, [tabindex='0']";

/** Put the keyboard into this field of the panel, or into its first one, once it is drawn. Folded fields unfold. */
export function focusField(field?: string): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const side = document.querySelector("[data-side]");
      const name = field ?? "";
      const exact = name ? side?.querySelector(`[data-field="${CSS.escape(name)}"]`) : null;
      const outer = name ? side?.querySelector(`[data-field="${CSS.escape(name.split(/[.[]/)[0] ?? "")}"]`) : null;
      const place = exact ?? outer ?? side?.querySelector("[data-field]:not([data-field=id])") ?? side;
      const folded = place?.closest("details");
      if (folded) folded.open = true;
      const input = place?.querySelector<HTMLElement>(WRITTEN_IN) ?? place?.querySelector<HTMLElement>(TAKES_FOCUS);
      input?.focus();
      input?.scrollIntoView({ block: "nearest" });
    }),
  );
}
