/** One clock for all timers: the server's time, and one tick a second. */

let offset: number | null = null;

/** Take the server's time from a frame. */
export function setOffset(next: number): void {
  offset = next;
}

export function knownOffset(): number | null {
  return offset;
}

/** The server's time now, seconds since the epoch. */
export function now(): number {
  return Date.now() / 1000 + (offset ?? 0);
}

type Listener = (now: number) => void;

const listeners = new Set<Listener>();
let timer: ReturnType<typeof setTimeout> | undefined;

function tick(): void {
  const at = now();
  for (const listener of listeners) listener(at);
  // Just after each full second, so that all timers change together.
  timer = setTimeout(tick, 1010 - ((at * 1000) % 1000));
}

/** Call the listener once a second until the returned function is called. */
export function onTick(listener: Listener): () => void {
  listeners.add(listener);
  if (timer === undefined) timer = setTimeout(tick, 1010 - ((now() * 1000) % 1000));
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearTimeout(timer);
      timer = undefined;
    }
  };
}
