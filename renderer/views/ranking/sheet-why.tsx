/**
 * Why a site stands where it stands: sentences made from the numbers, what leaves its score open, and
 * its must-haves with margin and waiver.
 */
import { useId, useState } from "react";
import {
  type Contribution,
  contributions,
  evidenceSentences,
  gateSentence,
  type Sentence,
  siteSentences,
} from "../../../shared/ranking/explain";
import type { GateResult } from "../../../shared/ranking/gates";
import { Button } from "../../components/button";
import fieldStyles from "../../components/field.module.css";
import { formatList, formatMoment, formatNumber, joinSentences, t, translate } from "../../messages";
import { criterionInSentence, formatAmount, formatSentence } from "../../messages/sentences";
import { explainedOf, sentenceNames, useLiveSoon } from "../../state/explanation";
import { rankSpan } from "../../state/live-ranking";
import { useWorkbench } from "../../state/workbench";
import styles from "./sheet-why.module.css";

export function Why({ row }: { readonly row: number }) {
  const { live } = useWorkbench();
  useLiveSoon(live);
  const names = sentenceNames(live);
  const explained = explainedOf(live);
  const { ranking } = live;
  const ranked = (ranking.rank[row] ?? 0) > 0;
  const span = rankSpan(ranking, row);
  const say = (sentence: Sentence): string => formatSentence(sentence, names);
  const story = siteSentences(explained, row).map(say);
  const bounds =
    span === null
      ? undefined
      : { best: { [row]: span.best }, worst: { [row]: span.worst }, atBadEnd: { [row]: span.atBadEnd } };
  const doubt = evidenceSentences(explained, row, bounds).map(say);
  return (
    <section className={styles.section}>
      <h3>{t(ranked ? "why.title" : "why.titleUnranked")}</h3>
      {story.length === 0 ? null : <p className={styles.story}>{joinSentences(story)}</p>}
      <p className={styles.doubt}>
        {joinSentences([rangeText(contributions(live.table, ranking.weights, row), row, live.ranking), ...doubt])}
      </p>
    </section>
  );

  function rangeText(
    parts: readonly Contribution[],
    at: number,
    { low, high }: { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> },
  ): string {
    const from = low[at] ?? 0;
    const to = high[at] ?? 0;
    const widest = parts
      .map((part) => ({ id: part.criterionId, width: part.amountHigh - part.amountLow }))
      .filter(({ width }) => width > 0.0005)
      .sort((a, b) => b.width - a.width)
      .slice(0, 3);
    if (widest.length === 0) return t("why.noRange");
    return t("why.rangeParts", {
      width: formatNumber((to - from) * 100, 1),
      parts: formatList(
        widest.map(({ id, width }) =>
          t("why.rangePart", { criterion: criterionInSentence(id, names), points: formatNumber(width * 100, 1) }),
        ),
      ),
    });
  }
}

/** The must-haves of the decision against one site; nothing where there are none. */
export function MustHaves({ row }: { readonly row: number }) {
  const { live } = useWorkbench();
  useLiveSoon(live);
  const results = live.gates.resultsOf(row);
  if (results.length === 0) return null;
  const failed = results.filter((result) => result.excludes).length;
  const waived = results.filter((result) => result.waiver !== null).length;
  return (
    <section className={styles.section}>
      <h3>
        {t("why.mustHaves")}
        <span className={styles.aside}>
          {failed > 0
            ? t("why.mustHavesFailed", { count: failed })
            : waived > 0
              ? t("why.mustHavesWaived", { count: waived })
              : t("why.mustHavesMet", { count: results.length })}
        </span>
      </h3>
      <ul>
        {results.map((result) => (
          <MustHave key={result.gate.id} result={result} row={row} />
        ))}
      </ul>
    </section>
  );
}

function focusFirst(element: HTMLInputElement | null): void {
  element?.focus();
}

type Standing = "passed" | "failed" | "waived" | "doubtful" | "unknown";
const SIGNS: Readonly<Record<Standing, string>> = {
  passed: "✓",
  failed: "✕",
  waived: "↷",
  doubtful: "≈",
  unknown: "?",
};

function standingOf({ outcome, waiver, excludes, doubtful }: GateResult): Standing {
  if (waiver !== null) return "waived";
  if (outcome === "unknown") return excludes ? "failed" : "unknown";
  if (outcome === "fails") return "failed";
  return doubtful ? "doubtful" : "passed";
}

function MustHave({ result, row }: { readonly result: GateResult; readonly row: number }) {
  const { live, decision } = useWorkbench();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const reasonId = useId();
  const { gate, measure, margin, waiver } = result;
  const site = live.sites.sites[row];
  if (site === undefined) return null;
  const names = sentenceNames(live);
  const standing = standingOf(result);
  const sentence = gateSentence(result);
  const amount = (value: number): string => formatAmount(gate.criterionId, value, names);
  const figure =
    translate(`criteria.${gate.criterionId}.figure`) ?? names.criterion(gate.criterionId)?.label ?? gate.criterionId;
  const text =
    sentence !== null
      ? formatSentence(sentence, names)
      : t(gate.op === "at-most" ? "why.gate.met" : "why.gate.metFrom", {
          figure,
          measure: measure === null ? "–" : amount(measure),
          limit: amount(gate.limit),
        });
  const more =
    margin === null || margin === 0
      ? null
      : margin > 0
        ? t("why.gate.misses", { margin: amount(margin) })
        : t("why.gate.room", { margin: amount(-margin) });
  const waive = (): void => {
    const { profile } = decision.getState();
    const waivers = profile.waivers.filter((one) => one.gateId !== gate.id || one.siteId !== site.id);
    decision.change(
      { key: "why.step.waive", values: { site: site.name } },
      {
        profile: {
          ...profile,
          waivers: [
            ...waivers,
            { gateId: gate.id, siteId: site.id, reason: reason.trim(), grantedAt: new Date().toISOString() },
          ],
        },
      },
    );
    setAsking(false);
    setReason("");
  };
  const withdraw = (): void => {
    const { profile } = decision.getState();
    decision.change(
      { key: "why.step.withdraw", values: { site: site.name } },
      {
        profile: {
          ...profile,
          waivers: profile.waivers.filter((one) => one.gateId !== gate.id || one.siteId !== site.id),
        },
      },
    );
  };
  return (
    <li className={styles.gate} data-standing={standing}>
      <span className={styles.gateSign} role="img" aria-label={t(`why.gate.${standing}`)}>
        {SIGNS[standing]}
      </span>
      <div>
        <p>
          {text}
          {more === null ? null : <span className={styles.soft}> · {more}</span>}
        </p>
        {waiver === null ? null : (
          <p className={styles.soft}>
            {t("why.waivedBecause", { date: formatMoment(waiver.grantedAt), reason: waiver.reason })}{" "}
            <button type="button" className={styles.link} onClick={withdraw}>
              {t("why.withdraw")}
            </button>
          </p>
        )}
        {asking ? (
          <form
            className={styles.waiver}
            onSubmit={(event) => {
              event.preventDefault();
              if (reason.trim() !== "") waive();
            }}
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              event.preventDefault();
              setAsking(false);
            }}
          >
            <label htmlFor={reasonId}>{t("why.waiveReason")}</label>
            <input
              id={reasonId}
              className={fieldStyles.input}
              value={reason}
              maxLength={300}
              // Asked for by the button that opened the form.
              ref={focusFirst}
              onChange={(event) => setReason(event.target.value)}
            />
            <Button type="submit" kind="primary" disabled={reason.trim() === ""}>
              {t("why.waiveDo")}
            </Button>
            <Button kind="quiet" onClick={() => setAsking(false)}>
              {t("common.cancel")}
            </Button>
          </form>
        ) : null}
      </div>
      {result.excludes && !asking ? (
        <Button kind="quiet" title={t("why.waiveHint")} onClick={() => setAsking(true)}>
          {t("why.waive")}
        </Button>
      ) : null}
    </li>
  );
}
