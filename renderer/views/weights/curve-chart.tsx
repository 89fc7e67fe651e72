/** A value curve over the histogram of the known figures: points are dragged, or moved with the arrow keys. */
import { useRef } from "react";
import type { Criterion } from "../../../shared/model/criterion";
import type { MeasureColumn } from "../../../shared/model/site";
import { formatNumber, formatPlain, t } from "../../messages";
import { useWorkbench } from "../../state/workbench";
import { amountOf, hue, labelOf, unitOf } from "./change";
import type { Points } from "./value-curves";
import styles from "./weights.module.css";

const WIDTH = 380;
const HEIGHT = 210;
const LEFT = 30;
const RIGHT = 14;
const TOP = 10;
const BOTTOM = 26;
const BINS = 38;

interface CurveChartProps {
  readonly criterion: Criterion;
  readonly points: Points;
  readonly column: MeasureColumn;
  readonly onChange: (points: Points, coalesce?: string) => void;
}

export function CurveChart({ criterion, points, column, onChange }: CurveChartProps) {
  const { decision } = useWorkbench();
  const svg = useRef<SVGSVGElement>(null);
  const range = useRef<readonly [number, number] | null>(null);
  const known = knownMeasures(column);
  // While a point is dragged the axis stays, or the point would run away from the pointer.
  const [from, to] = range.current ?? axisRange(points, known);
  const x = (measure: number): number => LEFT + ((measure - from) / (to - from)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => TOP + (1 - value) * (HEIGHT - TOP - BOTTOM);
  const { bars, beyond } = histogram(known, from, to);
  const tallest = Math.max(1, ...bars);
  const step = measureStep(from, to);
  const unit = unitOf(criterion);
  const first = points[0] ?? [from, 0];
  const last = points.at(-1) ?? [to, 0];
  const line = [[Math.min(from, first[0]), first[1]] as const, ...points, [Math.max(to, last[0]), last[1]] as const];

  const move = (index: number, measure: number, value: number): void => {
    // One fifth of a step apart at least: measures must rise.
    const apart = step / 5;
    const low = (points[index - 1]?.[0] ?? Number.NEGATIVE_INFINITY) + apart;
    const high = (points[index + 1]?.[0] ?? Number.POSITIVE_INFINITY) - apart;
    const next = [
      tidy(Math.min(high, Math.max(low, measure)), step / 10),
      tidy(Math.min(1, Math.max(0, value)), 0.01),
    ] as const;
    onChange(points.map((point, i) => (i === index ? next : point)));
  };
  const drag = (index: number, event: React.PointerEvent): void => {
    const box = svg.current?.getBoundingClientRect();
    if (box === undefined) return;
    const px = ((event.clientX - box.left) / box.width) * WIDTH;
    const py = ((event.clientY - box.top) / box.height) * HEIGHT;
    const measure = from + ((px - LEFT) / (WIDTH - LEFT - RIGHT)) * (to - from);
    move(index, measure, 1 - (py - TOP) / (HEIGHT - TOP - BOTTOM));
  };
  const key = (index: number, event: React.KeyboardEvent): void => {
    const point = points[index];
    if (point === undefined) return;
    const times = event.shiftKey ? 10 : 1;
    if (event.key === "ArrowLeft") move(index, point[0] - step * times, point[1]);
    else if (event.key === "ArrowRight") move(index, point[0] + step * times, point[1]);
    else if (event.key === "ArrowUp") move(index, point[0], point[1] + 0.01 * times);
    else if (event.key === "ArrowDown") move(index, point[0], point[1] - 0.01 * times);
    else if ((event.key === "Delete" || event.key === "Backspace") && points.length > 1) {
      onChange(points.filter((_, i) => i !== index));
    } else return;
    event.preventDefault();
  };
  const release = (): void => {
    range.current = null;
    decision.setDragging(false);
  };
  const addAt = (event: React.MouseEvent): void => {
    const box = svg.current?.getBoundingClientRect();
    if (box === undefined) return;
    const measure =
      from + ((((event.clientX - box.left) / box.width) * WIDTH - LEFT) / (WIDTH - LEFT - RIGHT)) * (to - from);
    const value = 1 - (((event.clientY - box.top) / box.height) * HEIGHT - TOP) / (HEIGHT - TOP - BOTTOM);
    const at = points.findIndex((point) => point[0] > measure);
    const point = [tidy(measure, step / 10), tidy(Math.min(1, Math.max(0, value)), 0.01)] as const;
    const place = at < 0 ? points.length : at;
    onChange([...points.slice(0, place), point, ...points.slice(place)]);
  };

  return (
    <figure className={styles.curve} style={hue(criterion.group)}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset */}
      <svg
        ref={svg}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="group"
        aria-label={t("weights.curve.title", { criterion: labelOf(criterion) })}
        onDoubleClick={addAt}
      >
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus */}
        <g aria-hidden="true">
          {bars.map((count, i) => {
            const width = (WIDTH - LEFT - RIGHT) / bars.length;
            const height = (count / tallest) * (HEIGHT - TOP - BOTTOM) * 0.8;
            return (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: a bar is known by its place
                key={i}
                x={LEFT + i * width + 0.5}
                y={HEIGHT - BOTTOM - height}
                width={Math.max(0, width - 1)}
                height={height}
                className={styles.histogram}
              />
            );
          })}
          {[0, 0.5, 1].map((value) => (
            <g key={value}>
              <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} className={styles.gridLine} />
              <text x={LEFT - 6} y={y(value) + 4} textAnchor="end" className={styles.axisText}>
                {formatPlain(value)}
              </text>
            </g>
          ))}
          {ticks(from, to).map((measure) => (
            <text key={measure} x={x(measure)} y={HEIGHT - 10} textAnchor="middle" className={styles.axisText}>
              {shortNumber(measure)}
            </text>
          ))}
          <polyline points={line.map(([m, v]) => `${x(m)},${y(v)}`).join(" ")} className={styles.curveLine} />
        </g>
        {points.map(([measure, value], index) => (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: a point is known by its place
            key={index}
            cx={x(measure)}
            cy={y(value)}
            r={6}
            tabIndex={0}
            role="slider"
            aria-label={t("weights.curve.point", {
              at: index + 1,
              count: points.length,
              figure: amountOf(criterion, measure),
              value: formatPlain(value),
            })}
            aria-valuenow={value}
            aria-valuemin={0}
            aria-valuemax={1}
            aria-valuetext={`${amountOf(criterion, measure)}: ${formatPlain(value)}`}
            className={styles.knot}
            onKeyDown={(event) => key(index, event)}
            onPointerDown={(event) => {
              if (event.button !== 0) return;
              event.currentTarget.setPointerCapture(event.pointerId);
              range.current = [from, to];
              decision.setDragging(true);
            }}
            onPointerMove={(event) => {
              if (range.current !== null && event.currentTarget.hasPointerCapture(event.pointerId)) drag(index, event);
            }}
            onLostPointerCapture={release}
            onDoubleClick={(event) => event.stopPropagation()}
          >
            <title>{`${amountOf(criterion, measure)}: ${formatPlain(value)}`}</title>
          </circle>
        ))}
      </svg>
      <figcaption className={styles.hint}>
        <span className={styles.unit}>{unit}</span>{" "}
        {t("weights.curve.histogram", { known: known.length, unknown: column.central.length - known.length })}{" "}
        {beyond > 0 ? t("weights.curve.beyond", { count: beyond }) : null}
      </figcaption>
    </figure>
  );
}

function knownMeasures(column: MeasureColumn): number[] {
  const known: number[] = [];
  for (const [row, measure] of column.central.entries()) {
    if (column.kind[row] !== 0 && !Number.isNaN(measure)) known.push(measure);
  }
  return known.sort((a, b) => a - b);
}

/** From what is drawn to what: the curve's bends, and nineteen of twenty figures on either side. */
export function axisRange(points: Points, known: readonly number[]): readonly [number, number] {
  const at = (share: number): number => known[Math.round(share * (known.length - 1))] ?? Number.NaN;
  const ends = [points[0]?.[0], points.at(-1)?.[0], at(0.02), at(0.98)].filter(
    (value): value is number => value !== undefined && !Number.isNaN(value),
  );
  const low = Math.min(...ends);
  const high = Math.max(...ends);
  const margin = high > low ? (high - low) * 0.06 : Math.max(1, Math.abs(high)) * 0.5;
  return [low >= 0 ? Math.max(0, low - margin) : low - margin, high + margin];
}

/** Counts in even bins; what lies outside is told apart. */
export function histogram(known: readonly number[], from: number, to: number): { bars: number[]; beyond: number } {
  const bars = new Array<number>(BINS).fill(0);
  let beyond = 0;
  for (const measure of known) {
    const bin = Math.floor(((measure - from) / (to - from)) * BINS);
    if (measure === to) bars[BINS - 1] = (bars[BINS - 1] ?? 0) + 1;
    else if (bin < 0 || bin >= BINS) beyond += 1;
    else bars[bin] = (bars[bin] ?? 0) + 1;
  }
  return { bars, beyond };
}

/** A round step of about a hundredth of the range. */
function measureStep(from: number, to: number): number {
  return 10 ** Math.floor(Math.log10((to - from) / 40));
}

/** The nearest multiple of a step, free of the digits that rounding leaves. */
function tidy(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toPrecision(12));
}

/** Four to six round marks. */
function ticks(from: number, to: number): number[] {
  const rough = (to - from) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((digit) => digit * power).find((size) => size >= rough) ?? rough;
  const marks: number[] = [];
  for (let mark = Math.ceil(from / step) * step; mark <= to; mark += step) marks.push(tidy(mark, step / 10));
  return marks;
}

/** "1.5 M" on a narrow axis. */
function shortNumber(value: number): string {
  return Math.abs(value) >= 10_000
    ? new Intl.NumberFormat(document.documentElement.lang || "en", { notation: "compact" }).format(value)
    : formatNumber(value, Number.isInteger(value) ? 0 : 1);
}
