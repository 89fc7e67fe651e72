/** The chart of contributions as a drawing of its own, for a slide or a paper: names, figures, bars, ranges, points. */
import type { ChartDrawing } from "../../components/save-chart-image";

export interface PictureRow {
  readonly label: string;
  readonly figure: string;
  /** Colour of the criterion's group. */
  readonly color: string;
  readonly weight: number;
  readonly amount: number;
  readonly low: number;
  readonly high: number;
  readonly points: string;
}

const WIDTH = 720;
const ROW = 26;
const HEAD = 64;
const BARS = { x: 350, width: 270 };

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/\p{Cc}/gu, " ");

/** Draws it; lengths in px. */
export function contributionPicture(title: string, subtitle: string, rows: readonly PictureRow[]): ChartDrawing {
  const height = HEAD + rows.length * ROW + 16;
  const most = Math.max(...rows.map(({ weight }) => weight), 1e-9);
  const x = (amount: number): number => Math.round((BARS.x + (amount / most) * BARS.width) * 10) / 10;
  const text = (at: number, y: number, content: string, more = ""): string =>
    `<text x="${at}" y="${y}" ${more}>${escaped(content)}</text>`;
  const lines = rows.map((row, i) => {
    const y = HEAD + i * ROW;
    const bar = (from: number, to: number, look: string): string =>
      `<rect x="${x(from)}" y="${y + 5}" width="${Math.max(0, x(to) - x(from))}" height="12" ${look}/>`;
    const whisker =
      row.high > row.low
        ? `<path d="M${x(row.low)},${y + 11}H${x(row.high)}M${x(row.low)},${y + 7}V${y + 15}M${x(row.high)},${y + 7}V${y + 15}" fill="none" stroke="#17191b"/>`
        : "";
    return (
      text(20, y + 16, row.label, 'font-weight="600"') +
      text(335, y + 16, row.figure, 'text-anchor="end" fill="#555c62"') +
      bar(0, row.weight, `fill="${row.color}" fill-opacity="0.2"`) +
      bar(0, row.amount, `fill="${row.color}"`) +
      whisker +
      text(WIDTH - 20, y + 16, row.points, 'text-anchor="end"')
    );
  });
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" ` +
    `font-family="system-ui, 'Segoe UI', 'Noto Sans', Arial, sans-serif" font-size="13" fill="#17191b">` +
    `<title>${escaped(title)}</title><rect width="${WIDTH}" height="${height}" fill="#ffffff"/>` +
    text(20, 28, title, 'font-size="17" font-weight="600"') +
    text(20, 48, subtitle, 'fill="#555c62"') +
    `${lines.join("")}</svg>`;
  return { svg, width: WIDTH, height };
}
