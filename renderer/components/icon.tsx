/** The app's icons: 16 px line drawings in the text's colour. */
const PATHS = {
  undo: "M6 3 3 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H7",
  redo: "M10 3l3 3-3 3M13 6H6.5a3.5 3.5 0 0 0 0 7H9",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.7 10.7 14 14",
  close: "M4 4l8 8M12 4l-8 8",
  lock: "M4.5 7V5a3.5 3.5 0 0 1 7 0v2M3.5 7h9v6.5h-9z",
  unlock: "M4.5 7V5a3.5 3.5 0 0 1 6.7-1.4M3.5 7h9v6.5h-9z",
  reset: "M3 8a5 5 0 1 0 1.6-3.7M3 3v2.5h2.5",
  chevron: "M4 6l4 4 4-4",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  columns: "M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10",
  pin: "M6 2.5h4l-.5 4.5 2 2h-7l2-2zM8 9v4.5",
  bookmark: "M4 2.5h8v11L8 10.5l-4 3z",
  panelLeft: "M2.5 3h11v10h-11zM6 3v10",
  panelRight: "M2.5 3h11v10h-11zM10 3v10",
  sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7",
  moon: "M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5Z",
  system: "M2.5 3h11v8h-11zM6 13.5h4M8 11v2.5",
  external: "M6 3H3v10h10v-3M9 3h4v4M13 3 7.5 8.5",
  share: "M8 9.5v-7M5 5l3-3 3 3M3 8.5v5h10v-5",
  trash: "M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.5 9h6l.5-9",
  sliders: "M2 4.5h6M11 4.5h3M2 11.5h3M8 11.5h6M9.5 3v3M6.5 10v3",
  curve: "M2.5 2.5v11h11M4.5 11.5c4 0 3-7 8.5-7",
  check: "M3 8.5 6.5 12 13 4.5",
  warning: "M8 2.5 14.5 13.5h-13zM8 6.5v3.5M8 12h.01",
  density: "M2.5 3.5h11M2.5 6.5h11M2.5 9.5h11M2.5 12.5h11",
  help: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM6.2 6.3a1.8 1.8 0 1 1 2.7 1.6c-.6.3-.9.7-.9 1.4M8 11.4h.01",
  keyboard: "M1.5 4h13v8h-13zM4 6.5h.01M6.5 6.5h.01M9 6.5h.01M11.5 6.5h.01M5 9.5h6",
  pencil: "M3 13l.7-2.8 7-7 2.1 2.1-7 7zM9.6 4.3l2.1 2.1",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10M8 6.5v3M6.5 8h3",
  hand: "M8 2v12M2 8h12M6.3 3.7 8 2l1.7 1.7M6.3 12.3 8 14l1.7-1.7M3.7 6.3 2 8l1.7 1.7M12.3 6.3 14 8l-1.7 1.7",
  box: "M2.5 5V2.5H5M7 2.5h2M11 2.5h2.5V5M13.5 7v2M13.5 11v2.5H11M9 13.5H7M5 13.5H2.5V11M2.5 9V7",
  lasso:
    "M8 2.5c3.6 0 6 1.6 6 3.9s-2.4 3.9-6 3.9-6-1.6-6-3.9 2.4-3.9 6-3.9ZM5.2 9.9c-1 .5-1.2 1.7-.3 2.3.8.5 1.6 0 1.4-.8-.2-.7-1-1.2-1.1-1.5ZM5.6 12.6c.3.7 0 1.3-.8 1.6",
  layers: "M8 2.5 14 6 8 9.5 2 6zM2 9.5 8 13l6-3.5",
  table: "M2.5 3h11v10h-11zM2.5 6.2h11M2.5 9.6h11M6.5 6.2V13",
  map: "M2.5 4 6 2.7l4 1.4 3.5-1.3V12L10 13.3 6 11.9 2.5 13.2zM6 2.7v9.2M10 4.1v9.2",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "more" ? 2.2 : 1.3}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
