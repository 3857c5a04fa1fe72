/** The app's own line icons, drawn from paths; always beside a word, so hidden from screen readers. */

const PATHS = {
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  close: "M6 6l12 12M18 6L6 18",
  exit: "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
  chat: "M4 5h16v11H10l-5 4v-4H4z",
  book: "M12 6c-2-1.5-5-2-8-2v14c3 0 6 .5 8 2 2-1.5 5-2 8-2V4c-3 0-6 .5-8 2zM12 6v14",
  men: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6.3M18 14.5c2 .8 3.5 2.6 3.5 5.5",
  help: "M12 20s-7.5-4.6-7.5-10.2A4.3 4.3 0 0 1 12 7.2a4.3 4.3 0 0 1 7.5 2.6C19.5 15.4 12 20 12 20z",
  seats: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4.5 3.5-7 8-7s8 2.5 8 7",
  invite: "M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM3 21c0-4.5 3-7 7-7 1.5 0 2.9.3 4 1M18 14v7M14.5 17.5h7",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  send: "M4 12l16-8-6 16-3-7z",
  more: "M12 6.5v.01M12 12v.01M12 17.5v.01",
  check: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.5V12l3 2",
  warn: "M12 4L2.5 20h19zM12 10v4.5M12 17.3v.01",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 8v.01",
  gear: "M4 7h10M18 7h2M4 17h2M10 17h10M16 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM8 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  plus: "M12 5v14M5 12h14",
  circle: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 6.5v.01M17.5 12v.01M12 17.5v.01M6.5 12v.01",
  door: "M6 21V4h10v17M4 21h16M13 12.5v.01",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L21 21",
  pin: "M9 4h6l-1 6 3 3v1.5H7V13l3-3zM12 14.5V21",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-2.5 4 3.5M15.5 9.5v.01",
  poll: "M5 20V11M12 20V5M19 20v-6",
  phone: "M6 3.5h4l1.5 5-2.5 2a12 12 0 0 0 4.5 4.5l2-2.5 5 1.5v4c0 1-1 2-2 2C11 20 4 13 4 5.5c0-1 1-2 2-2z",
  reply: "M10 6l-6 5.5L10 17v-3.5c5 0 8 1.5 10 4.5-.5-6-4-8.5-10-8.5z",
  edit: "M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19z",
  trash: "M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13",
  snow: "M12 3v18M4.2 7.5l15.6 9M19.8 7.5l-15.6 9",
  share: "M12 15V4M8 7.5L12 3.5l4 4M5 12v8h14v-8",
  key: "M8 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 12h9M18 12v3.5M15 12v2.5",
  bell: "M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10.5 21h3",
  file: "M6 3.5h8l4 4V20.5H6zM14 3.5V8h4",
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);
