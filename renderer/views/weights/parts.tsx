/** Small parts that the ways of weighting share. */
import type { Criterion } from "../../../shared/model/criterion";
import { formatShare } from "../../messages";
import { useWorkbench } from "../../state/workbench";
import styles from "./weights.module.css";

export interface EditorProps {
  readonly criteria: readonly Criterion[];
  /** Share of the whole weight that a criterion has now, 0..1. */
  readonly shareOf: (id: string) => number;
}

/** A share as a bar with its number. */
export function ShareBar({ share }: { readonly share: number }) {
  return (
    <>
      <span className={styles.shareTrack} aria-hidden="true">
        <span style={{ width: `${Math.min(100, share * 250)}%` }} />
      </span>
      <span className={styles.share}>{formatShare(share)}</span>
    </>
  );
}

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly disabled?: boolean;
  readonly onChange: (value: number) => void;
}

/** A slider from 0 to 100; a drag is one step of the history. */
export function Slider({ label, value, disabled = false, onChange }: SliderProps) {
  const { decision } = useWorkbench();
  const release = (): void => decision.setDragging(false);
  return (
    <input
      type="range"
      className={styles.slider}
      style={{ "--fill": `${value}%` } as React.CSSProperties}
      aria-label={label}
      min={0}
      max={100}
      step={1}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange(event.target.valueAsNumber)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        decision.setDragging(true);
        addEventListener("pointerup", release, { once: true });
        addEventListener("pointercancel", release, { once: true });
      }}
    />
  );
}
