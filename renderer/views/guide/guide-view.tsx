/** How this works: the method, the rules of evidence and the sources, in plain words. */
import { EvidenceSign } from "../../components/evidence";
import { formatNumber, formatShare, t, translate } from "../../messages";
import { useWorkbench } from "../../state/workbench";
import styles from "./guide.module.css";

const SECTIONS = ["score", "curves", "evidence", "sure", "sources", "limits"] as const;
type Section = (typeof SECTIONS)[number];

export default function GuideView() {
  const { live, reference } = useWorkbench();
  const { catalogue, counts, roadFactor } = reference;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <main className={styles.view} tabIndex={0}>
      <nav className={styles.contents} aria-label={t("guide.contents")}>
        <ol>
          {SECTIONS.map((id) => (
            <li key={id}>
              <button
                type="button"
                onClick={() => {
                  const heading = document.getElementById(`guide-${id}`);
                  heading?.scrollIntoView({ block: "start" });
                  heading?.focus({ preventScroll: true });
                }}
              >
                {t(`guide.${id}.title`)}
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <article className={styles.page}>
        <h2 className={styles.title}>{t("guide.title")}</h2>
        <p className={styles.lead}>{t("guide.lead", { sites: live.sites.sites.length })}</p>

        <Heading id="score" />
        <ol className={styles.steps}>
          <li>{t("guide.score.measure")}</li>
          <li>{t("guide.score.value")}</li>
          <li>{t("guide.score.weight")}</li>
          <li>{t("guide.score.sum")}</li>
          <li>{t("guide.score.gate")}</li>
        </ol>

        <Heading id="curves" />
        <p>{t("guide.curves.lead")}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <section className={styles.scroll} tabIndex={0} aria-labelledby="guide-curves">
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t("guide.curves.criterion")}</th>
                <th scope="col">{t("guide.curves.unit")}</th>
                <th scope="col">{t("guide.curves.reference")}</th>
              </tr>
            </thead>
            <tbody>
              {live.criteria.map((criterion) => (
                <tr key={criterion.id}>
                  <th scope="row">
                    <span className={styles.swatch} data-group={criterion.group} />
                    {criterion.label ?? translate(`criteria.${criterion.id}`)}
                  </th>
                  <td>{translate(`criteria.${criterion.id}.unit`) ?? criterion.unit}</td>
                  <td>{translate(`criteria.${criterion.id}.reference`) ?? "–"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>

        <Heading id="evidence" />
        <p>{t("guide.evidence.lead")}</p>
        <ul className={styles.signs}>
          {(["sourced", "estimated", "unknown"] as const).map((evidence) => (
            <li key={evidence}>
              <EvidenceSign evidence={evidence} label={t(`common.evidence.${evidence}`)} />
              <span>{t(`guide.evidence.${evidence}`)}</span>
            </li>
          ))}
        </ul>
        <p>{t("guide.evidence.range")}</p>
        <p>{t("guide.evidence.policy")}</p>

        <Heading id="sure" />
        <ul className={styles.list}>
          {(["band", "often", "shortlist", "second", "next"] as const).map((key) => (
            <li key={key}>{t(`guide.sure.${key}`)}</li>
          ))}
        </ul>

        <Heading id="sources" />
        <ul className={styles.list}>
          <li>
            {t("guide.sources.catalogue", {
              version: catalogue.version,
              parks: counts.parks,
              sources: counts.sources,
              gateways: reference.gateways.length,
            })}
          </li>
          <li>{t("guide.sources.kinds")}</li>
          <li>{t("guide.sources.age")}</li>
          <li>
            {t("guide.sources.roads", {
              factor: formatNumber(roadFactor.factor, 2),
              pairs: roadFactor.pairs,
              error: formatShare(roadFactor.medianAbsoluteError),
            })}
          </li>
          <li>{t("guide.sources.provinces")}</li>
        </ul>

        <Heading id="limits" />
        <ul className={styles.list}>
          {(["visit", "wage", "roads", "presets"] as const).map((key) => (
            <li key={key}>{t(`guide.limits.${key}`)}</li>
          ))}
        </ul>
      </article>
    </main>
  );
}

function Heading({ id }: { readonly id: Section }) {
  return (
    <h3 id={`guide-${id}`} tabIndex={-1} className={styles.heading}>
      {t(`guide.${id}.title`)}
    </h3>
  );
}
