/** A long list of which only the rows in sight are there. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef } from "react";
import styles from "./import.module.css";

interface VirtualListProps<T> {
  readonly items: readonly T[];
  readonly label: string;
  /** Height of a row, px, at first sight; rows measure themselves. */
  readonly rowHeight: number;
  readonly children: (item: T) => ReactNode;
}

export function VirtualList<T>({ items, label, rowHeight, children }: VirtualListProps<T>) {
  "use no memo";
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard too
    <section ref={scroller} className={styles.list} tabIndex={0} aria-label={label}>
      <ul style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const item = items[index];
          return item === undefined ? null : (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)` }}
            >
              {children(item)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
