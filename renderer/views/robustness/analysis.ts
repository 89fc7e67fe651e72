/** The analysis itself stands in `state/`: the report takes the same samples as this view. */
export * from "../../state/robustness-analysis";
