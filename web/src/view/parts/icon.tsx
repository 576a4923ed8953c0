import styles from "./icon.module.css";

/** Our own icons: lines of one thickness on a grid of 24. */
const PATHS = {
  microphone:
    "M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3ZM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3M8.5 21h7",
  "microphone-off":
    "M15 10.5v-4a3 3 0 0 0-5.9-.8M9 9.5v2a3 3 0 0 0 4.6 2.5M5.5 11.5a6.5 6.5 0 0 0 10.6 5M18.5 11.5a6.5 6.5 0 0 1-.5 2.5M12 18v3M8.5 21h7M4 4l16 16",
  chat: "M4 5.5h16v11h-9l-4.5 4v-4H4v-11ZM8 9.5h8M8 12.5h5",
  leave: "M13.5 4H5v16h8.5M10 12h11M17 8l4 4-4 4",
  link: "M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7L11.8 6.5M14 10a4 4 0 0 0-5.7 0l-3.1 3.1a4 4 0 0 0 5.7 5.7l1.3-1.3",
  share: "M12 15V3.5M8 7l4-3.5L16 7M7 10.5H5V20.5h14v-10h-2",
  settings: "M4 7h9M17 7h3M15 4.8v4.4M4 17h3M11 17h9M9 14.8v4.4",
  dice: "M4.5 4.5h15v15h-15ZM8.5 8.5h.01M15.5 8.5h.01M12 12h.01M8.5 15.5h.01M15.5 15.5h.01",
  robot:
    "M5 8.5h14v11H5ZM12 8.5V5M12 4.5h.01M9 13h.01M15 13h.01M9.5 16.500h5M2.500 12v4M21.500 12v4",
  close: "M5.5 5.5l13 13M18.5 5.5l-13 13",
  send: "M4 12h15M13 6l6 6-6 6",
  smile:
    "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM8 14a4.5 4.5 0 0 0 8 0M9 9.5h.01M15 9.5h.01",
  "speaker-off": "M4 9.5h3.5l5-4.5v14l-5-4.5H4v-5ZM16.5 9.5l5 5M21.5 9.5l-5 5",
  speaker: "M4 9.5h3.5l5-4.5v14l-5-4.5H4v-5ZM16 9a4.5 4.5 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11",
  write: "M4.5 19.5l1-4L16 5l3 3L8.5 18.5l-4 1ZM14 7l3 3",
  remove: "M5 7h14M9.5 7V4.5h5V7M7 7l.8 13h8.4L17 7M10.5 10.5v6M13.5 10.5v6",
  clock: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16ZM12 8v4.5l3 1.5",
  about: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16ZM12 11v5M12 8h.01",
  hand: "M7.5 12V6.5a1.5 1.5 0 0 1 3 0V11M10.5 10.5V4.5a1.5 1.5 0 0 1 3 0v6M13.5 10.5v-5a1.5 1.5 0 0 1 3 0v8c0 4-2 7-5.500 7-3 0-4.500-1.500-6-4.500l-1.500-3a1.500 1.500 0 0 1 2.700-1.300l1.300 2.300",
  shield: "M12 3.5l7 2.5v5.5c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6l7-2.5Z",
  lock: "M6 11h12v9H6ZM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  down: "M12 5v14M6 13l6 6 6-6",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  reply: "M9.5 6.5 4 12l5.5 5.5M4.500 12H14a6 6 0 0 1 6 6v.5",
  attach:
    "M19 11.5l-7.300 7.300a4.300 4.300 0 0 1-6.100-6.100l8-8a2.900 2.900 0 0 1 4.100 4.100l-7.800 7.800a1.400 1.400 0 0 1-2-2l7-7",
  file: "M6 3.500h8l4 4v13H6ZM14 3.500v4h4",
  replay: "M5 5v5h5M5.500 9.500A7.500 7.500 0 1 1 4.500 13M12 9v4l3 1.500",
  copy: "M8.500 8.500h11v11h-11ZM15.500 8.500v-4h-11v11h4",
} as const;

export type IconName = keyof typeof PATHS;

const DOTTED: ReadonlySet<IconName> = new Set(["dice", "smile", "about", "more", "robot"]);

/** Decoration only: the control around it carries the words. */
export function Icon({ name, small = false }: { name: IconName; small?: boolean }) {
  return (
    <svg
      className={small ? styles.small : styles.icon}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} className={DOTTED.has(name) ? styles.dotted : undefined} />
    </svg>
  );
}
