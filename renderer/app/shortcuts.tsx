/** The keyboard's reach, on one card. */
import { Dialog } from "../components/dialog";
import { t } from "../messages";
import styles from "./workbench.module.css";

const KEYS = [
  ["/", "common.keys.search"],
  ["Ctrl K", "common.keys.commands"],
  ["Ctrl Z", "common.keys.undo"],
  ["Ctrl Shift Z", "common.keys.redo"],
  ["↑ ↓", "common.keys.rows"],
  ["← →", "common.keys.cells"],
  ["Home End", "common.keys.ends"],
  ["Space", "common.keys.tick"],
  ["Enter", "common.keys.open"],
  ["Shift ← →", "common.keys.ten"],
  ["Esc", "common.keys.escape"],
  ["?", "common.keys.help"],
] as const;

export default function Shortcuts({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title={t("common.keys.title")} closeLabel={t("common.close")} onClose={onClose}>
      <dl className={styles.keys}>
        {KEYS.map(([keys, label]) => (
          <div key={keys} style={{ display: "contents" }}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{t(label)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
