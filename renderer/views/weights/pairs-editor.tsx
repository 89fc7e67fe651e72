/**
 * Pairwise comparison in words: the groups against each other, then the criteria inside each group. Shows how
 * well the answers agree, and the one to think about again with what the others imply.
 */
import { useState } from "react";
import { CRITERION_GROUPS, type CriterionGroupId } from "../../../shared/model/criterion";
import {
  isGrouped,
  judgementOf,
  type PairwiseBlock,
  pairKey,
  pairwiseBlocks,
} from "../../../shared/ranking/additive/pairwise-blocks";
import { Button } from "../../components/button";
import { formatNumber, t } from "../../messages";
import { hue, labelOf, useChangeWeighting, useWeighting } from "./change";
import { type EditorProps, ShareBar } from "./parts";
import styles from "./weights.module.css";

/** The slider runs from -8 (the first overwhelmingly more) over 0 (equal) to 8. */
function toStep(judgement: number): number {
  return judgement >= 1 ? -Math.round(judgement - 1) : Math.round(1 / judgement - 1);
}
function fromStep(step: number): number {
  return step <= 0 ? 1 - step : 1 / (1 + step);
}
/** The judgement on the scale of words that is nearest. */
function onScale(judgement: number): number {
  return fromStep(Math.max(-8, Math.min(8, toStep(judgement))));
}

export function PairsEditor({ criteria, shareOf }: EditorProps) {
  const { pairwise } = useWeighting();
  const change = useChangeWeighting();
  const judgements = pairwise ?? {};
  const blocks = pairwiseBlocks(criteria, judgements);
  // All chains first, so that the fewest answers give weights to everything; then what checks them.
  const chain = blocks.flatMap((block) => block.pairs.slice(0, block.elements.length - 1));
  const checks = blocks.flatMap((block) => block.pairs.slice(block.elements.length - 1));
  const pairs = [...chain, ...checks];
  const [at, setAt] = useState(() => {
    const first = pairs.findIndex(([a, b]) => judgementOf(judgements, a, b) === undefined);
    return Math.max(0, first);
  });
  const answered = pairs.filter(([a, b]) => judgementOf(judgements, a, b) !== undefined).length;
  const pair = pairs[Math.min(at, pairs.length - 1)];
  if (pair === undefined) return null;
  const [first, second] = pair;
  const nameOf = (element: string): string => {
    if (element.startsWith("group:")) return t(`criteria.group.${element.slice(6) as CriterionGroupId}`);
    const criterion = criteria.find(({ id }) => id === element);
    return criterion === undefined ? element : labelOf(criterion);
  };
  const groupOf = (element: string): CriterionGroupId =>
    CRITERION_GROUPS.find((group) => element === `group:${group}`) ??
    criteria.find(({ id }) => id === element)?.group ??
    "location";
  const say = (a: string, b: string, judgement: number): string => {
    const step = toStep(judgement);
    if (step === 0) return t("weights.pairs.saysEqual", { first: nameOf(a), second: nameOf(b) });
    const strength = t(`weights.pairs.strength.${(Math.abs(step) + 1) as 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`);
    return t("weights.pairs.says", { more: nameOf(step < 0 ? a : b), less: nameOf(step < 0 ? b : a), strength });
  };
  const answer = (a: string, b: string, judgement: number): void => {
    const next = { ...judgements, [pairKey(a, b)]: judgement };
    delete next[pairKey(b, a)];
    // The first answer inside a group makes the comparison one in two steps, too.
    const grouped = isGrouped(next) || pairs[0] === undefined ? next : { ...next, [pairKey(...pairs[0])]: 1 };
    change(
      { key: "weights.step.pair", values: { first: nameOf(a), second: nameOf(b) } },
      { pairwise: grouped },
      `pair:${pairKey(a, b)}`,
    );
  };
  const judgement = judgementOf(judgements, first, second);

  return (
    <section>
      <p className={styles.soft}>
        {t("weights.pairs.progress", { answered, count: pairs.length })}{" "}
        {answered < chain.length ? t("weights.pairs.enough", { count: chain.length }) : null}
      </p>
      <progress className={styles.progress} max={pairs.length} value={answered} aria-hidden="true" />
      <p className={styles.question}>{t("weights.pairs.question")}</p>
      <div className={styles.pair}>
        <span style={hue(groupOf(first))}>
          <span className={styles.swatch} /> <strong>{nameOf(first)}</strong>
        </span>
        <span style={hue(groupOf(second))}>
          <strong>{nameOf(second)}</strong> <span className={styles.swatch} />
        </span>
      </div>
      <input
        type="range"
        className={`${styles.slider} ${styles.bipolar}`}
        aria-label={t("weights.pairs.slider", { first: nameOf(first), second: nameOf(second) })}
        aria-valuetext={
          judgement === undefined ? t("weights.pairs.unanswered") : say(first, second, onScale(judgement))
        }
        min={-8}
        max={8}
        step={1}
        value={judgement === undefined ? 0 : toStep(onScale(judgement))}
        data-unanswered={judgement === undefined}
        onChange={(event) => answer(first, second, fromStep(event.target.valueAsNumber))}
      />
      <p className={styles.scale} aria-hidden="true">
        <span>{t("weights.pairs.strength.9")}</span>
        <span>{t("weights.pairs.equal")}</span>
        <span>{t("weights.pairs.strength.9")}</span>
      </p>
      <p className={styles.says} role="status">
        {judgement === undefined ? t("weights.pairs.unanswered") : say(first, second, onScale(judgement))}
      </p>
      <div className={styles.buttons}>
        <Button disabled={at === 0} onClick={() => setAt(at - 1)}>
          {t("weights.pairs.back")}
        </Button>
        {judgement === undefined ? (
          <Button onClick={() => answer(first, second, 1)}>{t("weights.pairs.equal")}</Button>
        ) : null}
        <Button
          kind={judgement === undefined ? "default" : "primary"}
          disabled={at >= pairs.length - 1}
          onClick={() => setAt(at + 1)}
        >
          {t("weights.pairs.next")}
        </Button>
      </div>
      <Consistency
        blocks={blocks}
        say={say}
        onShow={(a, b) => setAt(pairs.findIndex(([x, y]) => x === a && y === b))}
        onTake={(a, b, value) => answer(a, b, value)}
      />
      <ul className={styles.rows}>
        {criteria.map((criterion) => (
          <li key={criterion.id} className={styles.shareRow} style={hue(criterion.group)}>
            <span className={styles.swatch} />
            <span className={styles.name}>{labelOf(criterion)}</span>
            <ShareBar share={shareOf(criterion.id)} />
          </li>
        ))}
      </ul>
      {answered === 0 ? null : (
        <Button
          kind="quiet"
          onClick={() => {
            change({ key: "weights.step.pairsClear" }, { pairwise: null });
            setAt(0);
          }}
        >
          {t("weights.pairs.clear")}
        </Button>
      )}
    </section>
  );
}

interface ConsistencyProps {
  readonly blocks: readonly PairwiseBlock[];
  readonly say: (a: string, b: string, judgement: number) => string;
  readonly onShow: (a: string, b: string) => void;
  readonly onTake: (a: string, b: string, judgement: number) => void;
}

/** The worst of the complete blocks. An unfinished one would look better than it is. */
function Consistency({ blocks, say, onShow, onTake }: ConsistencyProps) {
  const complete = blocks.filter(({ answered, pairs, elements }) => answered === pairs.length && elements.length > 2);
  if (complete.length === 0) return <p className={styles.hint}>{t("weights.pairs.ratioLater")}</p>;
  const worst = complete.reduce((a, b) => (b.hierarchy.consistencyRatio > a.hierarchy.consistencyRatio ? b : a));
  const ratio = worst.hierarchy.consistencyRatio;
  const rethink = worst.hierarchy.mostInconsistent;
  const [a, b] = (rethink?.pair ?? []).map((i) => worst.elements[i]);
  const other = rethink === null ? 1 : onScale(rethink.consistent);
  return (
    <div className={styles.consistency} data-bad={ratio > 0.1}>
      <p>
        {t(ratio > 0.1 ? "weights.pairs.inconsistent" : "weights.pairs.consistent", { ratio: formatNumber(ratio, 2) })}
      </p>
      {rethink === null || a === undefined || b === undefined || ratio <= 0.1 ? null : (
        <>
          <p>{t("weights.pairs.rethink", { said: say(a, b, rethink.judgement), other: say(a, b, other) })}</p>
          <div className={styles.buttons}>
            <Button onClick={() => onShow(a, b)}>{t("weights.pairs.show")}</Button>
            <Button onClick={() => onTake(a, b, other)}>{t("weights.pairs.take")}</Button>
          </div>
        </>
      )}
    </div>
  );
}
