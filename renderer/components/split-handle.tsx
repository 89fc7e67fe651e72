/** A separator between panes that pointer and arrow keys move. */
import { useRef, useState } from "react";
import styles from "./split-handle.module.css";

interface SplitHandleProps {
  readonly label: string;
  /** Width in px of the pane that follows the handle. */
  readonly width: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (width: number) => void;
}

export function SplitHandle({ label, width, min, max, onChange }: SplitHandleProps) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const [dragging, setDragging] = useState(false);
  const move = (next: number) => onChange(Math.round(Math.min(max, Math.max(min, next))));
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot take a value or the keyboard.
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      className={styles.handle}
      data-dragging={dragging}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width };
        setDragging(true);
      }}
      onPointerMove={(event) => {
        if (start.current !== null) move(start.current.width - (event.clientX - start.current.x));
      }}
      onPointerUp={() => {
        start.current = null;
        setDragging(false);
      }}
      onKeyDown={(event) => {
        if (event.key === "ArrowLeft") move(width + 16);
        else if (event.key === "ArrowRight") move(width - 16);
        else return;
        event.preventDefault();
      }}
    />
  );
}
