import { useLayoutEffect, useRef } from "react";
import { clock } from "../app/format";
import { now, onTick } from "./clock";

/** Seconds since an instant, counting. Written straight into the page: five hundred of them cost one tick. */
export function Elapsed({ since, className, warnAfter }: { since: number; className?: string; warnAfter?: number }) {
  // An agent who has never signed in has been so since the beginning of time, which is no news.
  if (since <= 0) return null;
  return <Timer read={(at) => at - since} className={className} late={(s) => warnAfter !== undefined && s > warnAfter} />;
}

/** Seconds until an instant, counting down to zero. */
export function Remaining({ until, className }: { until: number; className?: string }) {
  return <Timer read={(at) => Math.ceil(until - at)} className={className} />;
}

function Timer(props: { read: (now: number) => number; className?: string; late?: (seconds: number) => boolean }) {
  const element = useRef<HTMLSpanElement>(null);
  const { read, late } = props;
  useLayoutEffect(() => {
    const write = (at: number) => {
      const seconds = Math.max(0, read(at));
      const target = element.current;
      if (!target) return;
      const text = clock(seconds);
      if (target.textContent !== text) target.textContent = text;
      if (late) target.classList.toggle("late", late(seconds));
    };
    write(now());
    return onTick(write);
  });
  return <span ref={element} className={`timer ${props.className ?? ""}`} role="timer" aria-live="off" />;
}
