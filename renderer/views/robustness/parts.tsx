/** Small parts that the panels of this view share. */
import type { ReactNode } from "react";
import { t } from "../../messages";
import { useWorkbench } from "../../state/workbench";
import styles from "./robustness.module.css";

interface PanelProps {
  readonly title: string;
  /** The technical term, one hover (or focus) away. */
  readonly term: string;
  readonly stale: boolean;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

export function Panel({ title, term, stale, tools, children, className }: PanelProps) {
  return (
    <section className={`${styles.panel} ${className ?? ""}`} aria-label={title} aria-busy={stale}>
      <header className={styles.panelHead}>
        <h3>{title}</h3>
        <Term text={term} />
        <span className={styles.gap} />
        {tools}
      </header>
      <div className={styles.panelBody} data-stale={stale}>
        {children}
      </div>
    </section>
  );
}

/** A sign that explains itself on hover and focus. */
export function Term({ text }: { readonly text: string }) {
  return (
    <span className={styles.term}>
      <button type="button" className={styles.termSign} aria-label={`${t("robustness.term")}: ${text}`}>
        ?
      </button>
      <span className={styles.termText} aria-hidden="true">
        {text}
      </span>
    </span>
  );
}

/** A site's name; a press opens its sheet. */
export function SiteName({ row, className }: { readonly row: number; readonly className?: string | undefined }) {
  const { live, layout } = useWorkbench();
  const site = live.sites.sites[row];
  if (site === undefined) return null;
  return (
    <button
      type="button"
      className={`${styles.siteName} ${className ?? ""}`}
      title={site.name}
      onClick={() => layout.setState({ view: "ranking", siteId: site.id, sheetOpen: true })}
    >
      {site.name}
    </button>
  );
}

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly id: T; readonly label: string; readonly hint?: string }[];
  readonly onChange: (value: T) => void;
}

/** One of a few, side by side: radio buttons. */
export function Segments<T extends string>({ label, value, options, onChange }: SegmentsProps<T>) {
  return (
    <div role="radiogroup" aria-label={label} className={styles.segments}>
      {options.map((option) => (
        <label key={option.id} className={styles.segment} title={option.hint}>
          <input type="radio" name={label} checked={value === option.id} onChange={() => onChange(option.id)} />
          {option.label}
        </label>
      ))}
    </div>
  );
}
