/** Mappings that the user has used, by header signature. */
import type { ColumnMapping } from "../../../shared/importing/plan";

/** Key of the setting, before the signature. */
export const MAPPING_PREFIX = "import.mapping.";

/** Whether a stored setting is a mapping of so many columns; what another version wrote differently is not taken up. */
export function isMapping(saved: unknown, columns: number): saved is ColumnMapping {
  if (!Array.isArray(saved) || saved.length !== columns) return false;
  return saved.every((use: unknown) => {
    const { target, decimalMark } = (use ?? {}) as { target?: { type?: unknown }; decimalMark?: unknown };
    return typeof target?.type === "string" && (decimalMark === "point" || decimalMark === "comma");
  });
}
