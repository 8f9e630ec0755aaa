/** The product's icons: one stroke, one grid of 24. */

import type { SVGProps } from "react";

const PATHS = {
  desk: "M5 13v-1a7 7 0 0 1 14 0v1M5 13h2.5v6H6a1 1 0 0 1-1-1zM19 13h-2.5v6H18a1 1 0 0 0 1-1zM16.5 19c0 1.7-1.6 2.5-4.5 2.5",
  floor: "M4 5h7v6H4zM13 5h7v4h-7zM13 12h7v7h-7zM4 14h7v5H4z",
  log: "M5 6h14M5 12h14M5 18h9",
  report: "M5 20V10M11 20V4M17 20v-7M3 20h18",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.4-4 3-6 6.5-6s6.1 2 6.5 6M16 4.4a3.5 3.5 0 0 1 0 6.2M18 14.6c2 .8 3.2 2.6 3.5 5.4",
  tools: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5",
  audit: "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 12l2 2 4-4",
  out: "M14 4h4a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-4M10 8l-4 4 4 4M6 12h9",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.7 1.7M17.3 17.3 19 19M5 19l1.7-1.7M17.3 6.7 19 5",
  auto: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
  phone: "M6.5 3.5h3l1.5 4.5-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4.5 1.5v3a2 2 0 0 1-2.2 2C10.5 19 5 13.5 4.5 5.7a2 2 0 0 1 2-2.2z",
  hangUp: "M3 13.5c5-5 13-5 18 0l-1.8 2.8-4.2-1.3v-2.3c-2-.6-4-.6-6 0V15l-4.2 1.3z",
  mic: "M12 15a3.5 3.5 0 0 0 3.5-3.5v-5a3.5 3.5 0 0 0-7 0v5A3.5 3.5 0 0 0 12 15zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3.5",
  micOff: "M15.5 10V6.5a3.5 3.5 0 0 0-6.7-1.4M8.5 9v2.5a3.5 3.5 0 0 0 5.4 2.9M5.5 11.5a6.5 6.5 0 0 0 10.7 5M18.5 11.5c0 .8-.1 1.5-.4 2.2M12 18v3.5M4 3l16 18",
  pause: "M8 5v14M16 5v14",
  play: "M8 5l11 7-11 7z",
  transfer: "M4 8h13M13 4l4 4-4 4M20 16H7M11 12l-4 4 4 4",
  keypad: "M6 5h.01M12 5h.01M18 5h.01M6 11h.01M12 11h.01M18 11h.01M6 17h.01M12 17h.01M18 17h.01",
  settings: "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM19.5 12c0-.6-.1-1.1-.2-1.7l2-1.5-2-3.5-2.4 1a7.5 7.5 0 0 0-2.9-1.7L13.7 2h-3.4l-.3 2.6a7.5 7.5 0 0 0-2.9 1.7l-2.4-1-2 3.5 2 1.5a8 8 0 0 0 0 3.4l-2 1.5 2 3.5 2.4-1a7.5 7.5 0 0 0 2.9 1.7l.3 2.6h3.4l.3-2.6a7.5 7.5 0 0 0 2.9-1.7l2.4 1 2-3.5-2-1.5c.1-.6.2-1.1.2-1.7z",
  help: "M9 9a3 3 0 1 1 4.3 2.7c-.9.5-1.3 1-1.3 2.3M12 17.5h.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  check: "M5 12.5l4.5 4.5L19 7.5",
  cross: "M6 6l12 12M18 6 6 18",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  eye: "M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 6.5-9.5 6.5S5 16.5 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  alert: "M12 4 2.5 20h19zM12 10v4.5M12 17.5h.01",
  speaker: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.5 4.5 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4",
  download: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  plus: "M12 5v14M5 12h14",
  globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c2.5 2.5 3.5 5.5 3.5 9s-1 6.5-3.5 9c-2.5-2.5-3.5-5.5-3.5-9s1-6.5 3.5-9z",
  note: "M5 4h14v12l-4 4H5zM15 20v-4h4M8.5 9h7M8.5 13h4",
  flows: "M4 5h6v5H4zM14 4h6v5h-6zM14 15h6v5h-6zM10 7.5h2c1 0 1-1 2-1M10 7.5h1.5c1.5 0 .5 10 2.5 10",
  hourglass: "M7 3h10M7 21h10M8 3v3c0 3 3.5 4 3.5 6S8 15 8 18v3M16 3v3c0 3-3.5 4-3.5 6s3.5 3 3.5 6v3",
  fork: "M12 3v6M12 9 5.5 15.5V21M12 9l6.5 6.5V21",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.5l3.5 2",
  equals: "M5 9.5h14M5 14.5h14",
  loop: "M17 3l3 3-3 3M20 6H8a4 4 0 0 0-4 4v1M7 21l-3-3 3-3M4 18h12a4 4 0 0 0 4-4v-1",
  flag: "M6 21V4M6 4.5c4-2 7 2 12 0v9c-5 2-8-2-12 0",
  back: "M9 6 4 11l5 5M4 11h10a5 5 0 0 1 5 5v2",
  letter: "M3.5 6h17v12h-17zM3.5 7l8.5 6 8.5-6",
  undo: "M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "M16 5l4 4-4 4M20 9H10a6 6 0 0 0 0 12h3",
  tidy: "M3 5h6v5H3zM3 14h6v5H3zM15 9.5h6v5h-6zM9 7.5c4 0 2 4.5 6 4.5M9 16.5c4 0 2-4.5 6-4.5",
  text: "M4 6h16M4 10.5h10M4 15h16M4 19.5h7",
  chat: "M4 5h16v11H10l-4.5 4v-4H4z",
  history: "M4.5 8A8.5 8.5 0 1 1 3.5 12M4 4v4.5h4.5M12 7.5V12l3 2",
  trash: "M4 7h16M9.5 7V4h5v3M6.5 7l1 13h9l1-13",
  upload: "M12 15V4M7.5 8.5 12 4l4.5 4.5M5 20h14",
  fit: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  minus: "M5 12h14",
  send: "M4 12l16-8-6 16-3-6.5zM11 13.5 20 4",
  dot: "M12 12h.01",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18, ...rest }: { name: IconName; size?: number } & SVGProps<SVGSVGElement>) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "keypad" ? 3 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      {...rest}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** Two plugs joined by a cord. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true" focusable="false">
      <path d="M9 12v5c0 8 14 8 14 0v-5" stroke="var(--accent)" strokeWidth="2.6" strokeLinecap="round" />
      <rect x="6" y="5" width="6" height="8" rx="2" fill="currentColor" />
      <rect x="20" y="5" width="6" height="8" rx="2" fill="currentColor" />
    </svg>
  );
}
