/** The map's colours and font, read from the design tokens: a canvas knows no style sheet. */

export interface Palette {
  readonly paper: string;
  readonly sea: string;
  readonly land: string;
  readonly neighbour: string;
  readonly province: string;
  readonly border: string;
  readonly road: string;
  readonly railway: string;
  readonly placeName: string;
  readonly text: string;
  readonly textSoft: string;
  readonly surface: string;
  readonly raised: string;
  readonly line: string;
  readonly mark: string;
  readonly leftOut: string;
  readonly outline: string;
  /** Thin edge of a mark. */
  readonly edge: string;
  readonly accent: string;
  readonly accentSoft: string;
  /** Lowest class of score first. */
  readonly scores: readonly string[];
  readonly font: string;
}

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    paper: token("surface-sunken"),
    sea: token("map-sea"),
    land: token("map-land"),
    neighbour: token("map-neighbour"),
    province: token("map-province"),
    border: token("map-border"),
    road: token("map-road"),
    railway: token("map-railway"),
    placeName: token("text-faint"),
    text: token("text"),
    textSoft: token("text-soft"),
    surface: token("surface"),
    raised: token("surface-raised"),
    line: token("line-strong"),
    mark: token("mark"),
    leftOut: token("mark-soft"),
    outline: token("map-outline"),
    edge: token("map-edge"),
    accent: token("accent"),
    accentSoft: token("accent-soft"),
    scores: [1, 2, 3, 4, 5].map((at) => token(`map-score-${at}`)),
    font: style.fontFamily,
  };
}
