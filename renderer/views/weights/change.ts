/** Changes of the weighting as undoable steps, and names. */
import type { Criterion } from "../../../shared/model/criterion";
import type { Profile, Weighting } from "../../../shared/model/profile";
import { formatNumber, formatPlain, type MessageKey, type MessageValues, translate } from "../../messages";
import { useDecision, useWorkbench } from "../../state/workbench";
import { criterionLabel as labelOf } from "../criterion";

export { criterionLabel as labelOf, hue } from "../criterion";

export interface Step {
  readonly key: MessageKey;
  readonly values?: MessageValues;
}

export type ChangeProfile = (step: Step, patch: Partial<Profile>, coalesce?: string) => void;
export type ChangeWeighting = (step: Step, patch: Partial<Weighting>, coalesce?: string) => void;

export function useChangeProfile(): ChangeProfile {
  const { decision } = useWorkbench();
  return (step, patch, coalesce) =>
    decision.change(step, { profile: { ...decision.getState().profile, ...patch } }, coalesce);
}

export function useChangeWeighting(): ChangeWeighting {
  const { decision } = useWorkbench();
  const change = useChangeProfile();
  return (step, patch, coalesce) =>
    change(step, { weighting: { ...decision.getState().profile.weighting, ...patch } }, coalesce);
}

export function useWeighting(): Weighting {
  return useDecision((state) => state.profile.weighting);
}

export function figureOf(criterion: Criterion): string {
  return translate(`criteria.${criterion.id}.figure`) ?? labelOf(criterion);
}

export function unitOf(criterion: Criterion): string {
  return translate(`criteria.${criterion.id}.unit`) ?? criterion.unit;
}

/** A measure with its unit in words. */
export function amountOf(criterion: Criterion, measure: number): string {
  const value = criterion.decimals === 0 ? formatNumber(measure) : formatPlain(measure);
  return translate(`criteria.${criterion.id}.amount`, { value }) ?? `${value} ${unitOf(criterion)}`;
}
