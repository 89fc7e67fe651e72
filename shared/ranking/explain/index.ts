/** Explanations of a ranking: what a score is made of, what would change it, and how sure it is. */
export type { Explained } from "./context";
export {
  type Comparison,
  type Contribution,
  compareSites,
  contributions,
  type DifferenceTerm,
  roundToSum,
} from "./contributions";
export {
  comparisonSentences,
  evidenceSentences,
  gateSentence,
  type Sentence,
  type SentenceValue,
  siteSentences,
  tightestWorsenings,
  tradeOffSentence,
  weightChangeSentences,
  worseningSentence,
} from "./sentences";
export { roundStep, type TradeOff, tradeOff } from "./trade-off";
export {
  type Domination,
  type JointWeightChange,
  type SingleWeightChange,
  smallestWeightChange,
  type WeightChange,
  withShare,
} from "./weight-change";
export { nextBehind, type Overtaking, type Worsening, worsening } from "./worsening";
