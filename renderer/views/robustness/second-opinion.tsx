/** What other methods make of the same values and weights. */
import { memo } from "react";
import { METHODS } from "../../../shared/ranking/methods";
import { formatNumber, t } from "../../messages";
import { useWorkbench } from "../../state/workbench";
import { Panel, SiteName } from "./parts";
import styles from "./robustness.module.css";
import type { SecondLook } from "./use-robustness";

const SHOWN = 10;
const TOP = 5;

export const SecondOpinion = memo(function SecondOpinion({
  look,
  stale,
}: {
  readonly look: SecondLook;
  readonly stale: boolean;
}) {
  const { live } = useWorkbench();
  const opinions = METHODS.map((method) => look.opinions.find((opinion) => opinion.method === method));
  const known = opinions.filter((opinion) => opinion !== undefined);
  const inTop = (place: number): number =>
    known.filter(({ ranks }) => (ranks[place] ?? Number.POSITIVE_INFINITY) <= TOP).length;
  const shown = Math.min(SHOWN, look.rows.length);
  const places = Array.from({ length: look.compared }, (_, place) => place);
  const firsts = known.filter(({ ranks }) => ranks[0] === 1).length;
  const complete = known.length === METHODS.length;
  const name = live.sites.sites[look.rows[0] ?? -1]?.name ?? "";
  return (
    <Panel title={t("robustness.opinion.title")} term={t("robustness.opinion.term")} stale={stale}>
      {complete ? (
        <p className={styles.sentence}>
          {firsts === METHODS.length
            ? t("robustness.opinion.sentence.all", { name })
            : t("robustness.opinion.sentence.some", {
                count: firsts,
                name,
                sites: places.filter((place) => inTop(place) === METHODS.length).length,
              })}
        </p>
      ) : null}
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th className={styles.start}>{t("robustness.ranks.site")}</th>
              {METHODS.map((method) => (
                <th key={method} title={t(`robustness.opinion.${method}.hint`)}>
                  {t(`robustness.opinion.${method}`)}
                </th>
              ))}
              <th>{t("robustness.opinion.inTop")}</th>
            </tr>
          </thead>
          <tbody>
            {places.slice(0, shown).map((place) => (
              <tr key={look.rows[place]}>
                <th scope="row" className={styles.start}>
                  <SiteName row={look.rows[place] ?? -1} />
                </th>
                {METHODS.map((method, at) => {
                  const rank = opinions[at]?.ranks[place];
                  return (
                    <td key={method} data-top={rank !== undefined && rank <= TOP}>
                      {rank ?? "…"}
                    </td>
                  );
                })}
                <td>{t("robustness.opinion.inTopCell", { count: inTop(place), methods: METHODS.length })}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            {(["tau", "rho"] as const).map((measure) => (
              <tr key={measure}>
                <th
                  scope="row"
                  className={styles.start}
                  title={t("robustness.opinion.agreement.hint", { count: look.compared })}
                >
                  {t(`robustness.opinion.${measure}`)}
                </th>
                {METHODS.map((method, at) => {
                  const value = opinions[at]?.[measure];
                  return <td key={method}>{typeof value === "number" ? formatNumber(value, 2) : "–"}</td>;
                })}
                <td />
              </tr>
            ))}
          </tfoot>
        </table>
      </div>
      <p className={styles.note}>
        {t("robustness.opinion.agreement.hint", { count: look.compared })}
        {look.compared < look.rows.length ? ` ${t("robustness.opinion.compared", { count: look.compared })}` : null}
      </p>
    </Panel>
  );
});
