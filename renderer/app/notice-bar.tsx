/** Short messages at the foot of the window; they leave by themselves unless they offer an action. */
import { useEffect } from "react";
import { Button, IconButton } from "../components/button";
import { t } from "../messages";
import type { Notice } from "../state/workbench";
import styles from "./workbench.module.css";

const STAY = 6000;

interface NoticeBarProps {
  readonly notices: readonly (Notice & { readonly id: number })[];
  readonly onDone: (id: number) => void;
}

export function NoticeBar({ notices, onDone }: NoticeBarProps) {
  return (
    <div className={styles.notices} role="status">
      {notices.map((notice) => (
        <OneNotice key={notice.id} notice={notice} onDone={() => onDone(notice.id)} />
      ))}
    </div>
  );
}

function OneNotice({ notice, onDone }: { readonly notice: Notice; readonly onDone: () => void }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the clock starts once, when the notice appears
  useEffect(() => {
    const timer = setTimeout(onDone, notice.action === undefined ? STAY : STAY * 3);
    return () => clearTimeout(timer);
  }, []); // eslint-disable-line react-hooks/exhaustive-deps -- see above
  const { action } = notice;
  return (
    <div className={styles.notice}>
      <span>{notice.text}</span>
      {action === undefined ? null : (
        <Button
          onClick={() => {
            action.run();
            onDone();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton small icon="close" label={t("common.close")} onClick={onDone} />
    </div>
  );
}
