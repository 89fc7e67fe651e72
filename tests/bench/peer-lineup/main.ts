/**
 * The peer: LineUp.js with one stacked column over the same values, without animation and side panel, which would
 * only make it slower.
 */
import "lineupjs/build/LineUpJS.css";
import { builder, buildNumberColumn, buildRanking, buildStringColumn, type StackColumn } from "lineupjs";
import { buildDecisionTable } from "../../../shared/ranking/additive/table";
import { BUILTIN_CRITERIA } from "../../../shared/ranking/criteria";
import { DEFAULT_PRESET, findPreset, profileFromPreset } from "../../../shared/ranking/presets";
import type { AppDriver } from "../ui/driver";
import { expand, makeSteps, type PlainTable, type Step, scoreOf, TOP, WEIGHING } from "../ui/synthetic";
import { pause, type Subject, settle, timeDrag, timeStep } from "../ui/timing";

let steps: Step[] = [];
let subject: Subject;

async function prepare(base: PlainTable, count: number, length: number): Promise<void> {
  const preset = findPreset(DEFAULT_PRESET);
  const root = document.getElementById("root");
  if (preset === undefined || root === null) throw new Error("The page is not whole.");
  const sites = expand(base, count);
  const table = buildDecisionTable(sites, BUILTIN_CRITERIA, profileFromPreset(preset), base.reference);
  steps = makeSteps(table, length, 5);
  const data = sites.sites.map(({ name, province }, row) => {
    const values = WEIGHING.map((c) => [`c${c}`, table.central[c]?.[row] ?? 0] as const);
    return { name, province, ...Object.fromEntries(values) };
  });
  const first = steps[0] as Step;
  const weightsOf = ({ points }: Step): number[] => WEIGHING.map((c) => (points[c] ?? 0) / 100);
  const build = builder(data)
    .animated(false)
    .sidePanel(false)
    .column(buildStringColumn("name").label("Site").width(220))
    .column(buildStringColumn("province").label("Province").width(60));
  for (const c of WEIGHING) build.column(buildNumberColumn(`c${c}`, [0, 1]).label(BUILTIN_CRITERIA[c]?.id ?? ""));
  const lineup = build
    .ranking(
      buildRanking()
        .supportTypes()
        .column("name")
        .column("province")
        .column({
          type: "weightedSum",
          label: "Score",
          columns: WEIGHING.map((c) => `c${c}`),
          weights: weightsOf(first).map((weight) => Math.max(weight, 0.01)),
        })
        .sortBy("Score", "desc"),
    )
    .build(root);
  const ranking = lineup.data.getRankings()[0];
  const stack = ranking?.children.find(({ desc }) => desc.type === "stack") as StackColumn | undefined;
  if (ranking === undefined || stack === undefined) throw new Error("LineUp made no stacked column.");
  ranking.sortBy(stack, false);
  subject = {
    root,
    apply: (step) => stack.setWeights(weightsOf(step)),
    shows(step) {
      const own: number[] = [];
      // Its rows stand in the DOM from top to bottom, one element for each part of a row.
      for (const element of root.querySelectorAll<HTMLElement>("[data-i]")) {
        const row = Number.parseInt(element.dataset.i ?? "", 10);
        if (row >= 0 && own.at(-1) !== row) own.push(row);
        if (own.length === TOP) break;
      }
      if (own.length < TOP) return false;
      // Equal scores may stand in another order there.
      return own.every((row, place) => {
        const expected = step.top[place] ?? -1;
        return (
          row === expected || Math.abs(scoreOf(table, step.points, row) - scoreOf(table, step.points, expected)) < 1e-9
        );
      });
    },
    drag: () => {},
  };
  await pause(1000);
  for (const step of [steps[1], first]) {
    if (step === undefined) continue;
    subject.apply(step);
    await settle(subject, step);
  }
}

Object.assign(globalThis, {
  bench: {
    prepare,
    time: (at) => timeStep(subject, steps[at] as Step),
    drag: (ms) => timeDrag(subject, steps, ms),
  } satisfies Pick<AppDriver, "prepare" | "time" | "drag">,
});
