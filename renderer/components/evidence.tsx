/** The sign of evidence beside a figure. Its meaning is also said in words to those who do not see it. */
import type { EvidenceClass } from "../../shared/model/evidence";
import styles from "./evidence.module.css";

export function EvidenceSign({ evidence, label }: { readonly evidence: EvidenceClass; readonly label: string }) {
  return <span className={styles.sign} data-evidence={evidence} role="img" aria-label={label} title={label} />;
}

/** The sign's class name, for rows that are drawn without React. */
export const evidenceSignClass: string = styles.sign ?? "";
