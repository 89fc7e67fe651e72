/** Criteria in order of importance: dragged, moved by keys and buttons, tied with the one above. */
import { useRef, useState } from "react";
import { Button, IconButton } from "../../components/button";
import { t } from "../../messages";
import { hue, labelOf, useChangeWeighting, useWeighting } from "./change";
import { type EditorProps, ShareBar } from "./parts";
import styles from "./weights.module.css";

/** Criteria by falling share; equal shares (within rounding) are tied. */
export function tiersOf(entries: readonly { readonly id: string; readonly share: number }[]): string[][] {
  const tiers: string[][] = [];
  let last = Number.POSITIVE_INFINITY;
  for (const { id, share } of [...entries].sort((a, b) => b.share - a.share)) {
    if (last - share > 1e-9) tiers.push([id]);
    else tiers.at(-1)?.push(id);
    last = share;
  }
  return tiers;
}

/** A line of the order: a criterion, and whether it is tied with the line above. */
export interface Line {
  readonly id: string;
  readonly tied: boolean;
}

export function linesOf(tiers: readonly (readonly string[])[], ids: readonly string[]): Line[] {
  const known = tiers.flatMap((tier) =>
    tier.filter((id) => ids.includes(id)).map((id, at): Line => ({ id, tied: at > 0 })),
  );
  const missing = ids.filter((id) => !known.some((line) => line.id === id));
  return [...known, ...missing.map((id): Line => ({ id, tied: false }))];
}

export function tiersOfLines(lines: readonly Line[]): string[][] {
  const tiers: string[][] = [];
  for (const { id, tied } of lines) {
    if (tied && tiers.length > 0) tiers.at(-1)?.push(id);
    else tiers.push([id]);
  }
  return tiers;
}

/** The lines with one moved to another place. It joins a tie only when it lands inside one. */
export function moveLine(lines: readonly Line[], from: number, to: number): readonly Line[] {
  const moved = lines[from];
  if (moved === undefined || from === to || to < 0 || to >= lines.length) return lines;
  const rest = lines.filter((_, at) => at !== from);
  const after = lines[from + 1];
  // The one below a tie's first line becomes the first itself.
  if (!moved.tied && after?.tied === true) rest[from] = { ...after, tied: false };
  const inside = rest[to]?.tied === true;
  rest.splice(to, 0, { ...moved, tied: inside });
  return rest;
}

export function OrderEditor({ criteria, shareOf }: EditorProps) {
  const { order, points } = useWeighting();
  const change = useChangeWeighting();
  const list = useRef<HTMLOListElement>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const [said, setSaid] = useState("");
  const ids = criteria.map(({ id }) => id);
  const lines = linesOf(order ?? [], ids);
  const nameOf = (id: string): string => {
    const criterion = criteria.find((other) => other.id === id);
    return criterion === undefined ? id : labelOf(criterion);
  };
  const put = (next: readonly Line[], id: string, coalesce?: string): void =>
    change({ key: "weights.step.order", values: { criterion: nameOf(id) } }, { order: tiersOfLines(next) }, coalesce);
  const move = (from: number, to: number, coalesce?: string): boolean => {
    const line = lines[from];
    const next = moveLine(lines, from, to);
    if (line === undefined || next === lines) return false;
    put(next, line.id, coalesce);
    setSaid(t("weights.order.moved", { criterion: nameOf(line.id), place: to + 1, count: lines.length }));
    return true;
  };
  const placeAt = (y: number): number => {
    const rows = [...(list.current?.children ?? [])];
    const at = rows.findIndex((row) => y < row.getBoundingClientRect().bottom);
    return at < 0 ? rows.length - 1 : at;
  };
  const places = new Map<string, number>();
  for (const [at, line] of lines.entries())
    places.set(line.id, line.tied ? (places.get(lines[at - 1]?.id ?? "") ?? 1) : at + 1);

  return (
    <section>
      <p className={styles.hint}>{t("weights.order.hint")}</p>
      <ol ref={list} className={styles.rows}>
        {lines.map((line, at) => {
          const criterion = criteria.find(({ id }) => id === line.id);
          if (criterion === undefined) return null;
          const label = labelOf(criterion);
          return (
            <li
              key={line.id}
              className={styles.orderRow}
              data-tied={line.tied}
              data-dragged={dragged === at}
              style={hue(criterion.group)}
            >
              <span className={styles.place}>{line.tied ? "=" : places.get(line.id)}</span>
              <button
                type="button"
                className={styles.grip}
                aria-label={t("weights.order.grip", { criterion: label, place: at + 1, count: lines.length })}
                onPointerDown={(event) => {
                  if (event.button !== 0) return;
                  event.currentTarget.setPointerCapture(event.pointerId);
                  setDragged(at);
                }}
                onPointerMove={(event) => {
                  if (dragged === null) return;
                  const to = placeAt(event.clientY);
                  if (to !== dragged && move(dragged, to, `order:${lines[dragged]?.id ?? ""}`)) setDragged(to);
                }}
                onLostPointerCapture={() => setDragged(null)}
                onKeyDown={(event) => {
                  const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
                  if (step === 0) return;
                  event.preventDefault();
                  move(at, at + step, `order:${line.id}`);
                }}
              >
                <span className={styles.swatch} />
                <span className={styles.name}>{label}</span>
              </button>
              <ShareBar share={shareOf(line.id)} />
              <IconButton
                small
                icon="chevron"
                className={styles.up ?? ""}
                label={t("weights.order.up", { criterion: label })}
                disabled={at === 0}
                onClick={() => move(at, at - 1)}
              />
              <IconButton
                small
                icon="chevron"
                label={t("weights.order.down", { criterion: label })}
                disabled={at === lines.length - 1}
                onClick={() => move(at, at + 1)}
              />
              <button
                type="button"
                className={styles.tie}
                aria-pressed={line.tied}
                aria-label={t("weights.order.tie", { criterion: label })}
                title={t("weights.order.tie", { criterion: label })}
                disabled={at === 0}
                onClick={() =>
                  put(
                    lines.map((other) => (other.id === line.id ? { ...other, tied: !other.tied } : other)),
                    line.id,
                  )
                }
              >
                =
              </button>
            </li>
          );
        })}
      </ol>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <Button
        kind="quiet"
        onClick={() =>
          change(
            { key: "weights.step.orderFrom" },
            { order: tiersOf(criteria.map(({ id }) => ({ id, share: points[id] ?? 0 }))) },
          )
        }
      >
        {t("weights.order.from")}
      </Button>
    </section>
  );
}
