/** The figures most worth asking for, each with how likely it changes the choice; a list to copy. */
import { memo } from "react";
import { evidenceClass } from "../../../shared/model/evidence";
import type { Question } from "../../../shared/ranking/robustness";
import { Button } from "../../components/button";
import { EvidenceSign } from "../../components/evidence";
import { formatNumber, formatShare, t, translate } from "../../messages";
import { useWorkbench } from "../../state/workbench";
import { Panel, SiteName } from "./parts";
import styles from "./robustness.module.css";
import type { SecondLook } from "./use-robustness";

const SHOWN = 12;
/** Below this chance a question is not worth a line. */
const LEAST = 0.005;

interface Asked {
  readonly row: number;
  readonly site: string;
  readonly figure: string;
  readonly unit: string;
  readonly evidence: "sourced" | "estimated" | "unknown";
  /** What is known today, ready to show. */
  readonly today: string;
  readonly chance: number;
}

export const Questions = memo(function Questions({
  look,
  stale,
}: {
  readonly look: SecondLook;
  readonly stale: boolean;
}) {
  const { live, notify } = useWorkbench();
  if (look.questions === null) return null;
  const asked = (question: Question): Asked => {
    const row = look.rows[question.alternative] ?? -1;
    const index = look.criteria[question.criterion] ?? -1;
    const criterion = live.criteria[index];
    const id = criterion?.id ?? "";
    const measures = live.sites.measures[id];
    const evidence = evidenceClass(live.table.kind[index]?.[row] ?? 0);
    const figure = (value: number | undefined): string => formatNumber(value ?? 0, criterion?.decimals ?? 0);
    return {
      row,
      site: live.sites.sites[row]?.name ?? "",
      figure: translate(`criteria.${id}.figure`) ?? criterion?.label ?? id,
      unit: translate(`criteria.${id}.unit`) ?? criterion?.unit ?? "",
      evidence,
      today:
        evidence === "unknown"
          ? t("robustness.ask.unknown")
          : t("robustness.ask.range", { low: figure(measures?.low[row]), high: figure(measures?.high[row]) }),
      chance: question.probability,
    };
  };
  const list = look.questions
    .filter(({ probability }) => probability >= LEAST)
    .slice(0, SHOWN)
    .map(asked);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(asText(list));
      notify({ text: t("robustness.ask.copied", { count: list.length }) });
    } catch {
      notify({ text: t("robustness.ask.copyFailed") });
    }
  };
  return (
    <Panel
      title={t("robustness.ask.title")}
      term={t("robustness.ask.term")}
      stale={stale}
      tools={
        list.length === 0 ? null : (
          <Button kind="quiet" onClick={() => void copy()}>
            {t("robustness.ask.copy")}
          </Button>
        )
      }
    >
      {list.length === 0 ? (
        <p className={styles.sentence}>{t("robustness.ask.none")}</p>
      ) : (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th className={styles.start}>{t("robustness.ask.site")}</th>
                <th className={styles.start}>{t("robustness.ask.figure")}</th>
                <th>{t("robustness.ask.chance")}</th>
              </tr>
            </thead>
            <tbody>
              {list.map((item) => (
                <tr key={`${item.row}-${item.figure}`}>
                  <th scope="row" className={styles.start}>
                    <SiteName row={item.row} />
                  </th>
                  <td className={styles.start}>
                    <span className={styles.figure} title={`${item.figure}: ${item.today} (${item.unit})`}>
                      <EvidenceSign evidence={item.evidence} label={t(`common.evidence.${item.evidence}`)} />
                      {item.figure}
                    </span>
                    <span className={styles.figureToday}>{item.today}</span>
                  </td>
                  <td>{formatShare(item.chance, item.chance < 0.1 ? 1 : 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
});

/** The questions site by site, in the order of the first question of each. */
function asText(list: readonly Asked[]): string {
  const bySite = new Map<string, Asked[]>();
  for (const item of list) bySite.set(item.site, [...(bySite.get(item.site) ?? []), item]);
  const blocks = [...bySite].map(([site, items]) => {
    const lines = items.map(({ figure, unit, evidence, today }) => {
      const now =
        evidence === "unknown" ? t("robustness.ask.list.unknown") : t("robustness.ask.list.today", { value: today });
      return `- ${t("robustness.ask.list.item", { figure, unit })}: ${now}`;
    });
    return [site, ...lines].join("\n");
  });
  return [t("robustness.ask.list.head"), ...blocks].join("\n\n");
}
