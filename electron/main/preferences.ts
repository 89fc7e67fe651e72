/**
 * What the app told the shell of its language, theme and sources. Language, theme and labels are remembered,
 * so that the next start has its menu and its background right from the first moment.
 */
import * as v from "valibot";
import type { ShellPreferences } from "../../shared/ipc/host";
import type { SmallStore } from "./small-store";

const remembered = v.object({
  locale: v.pipe(v.string(), v.maxLength(35)),
  theme: v.picklist(["system", "light", "dark"]),
  menuLabels: v.record(v.pipe(v.string(), v.maxLength(80)), v.pipe(v.string(), v.maxLength(500))),
});

const FIRST_START: ShellPreferences = { locale: "en", theme: "system", menuLabels: {}, userSourceUrls: [] };

export interface Preferences {
  current(): ShellPreferences;
  set(preferences: ShellPreferences): void;
}

/** @param onChange called once at the start with what was remembered, then at every change */
export function createPreferences(store: SmallStore, onChange: (preferences: ShellPreferences) => void): Preferences {
  let current = recall(store.read());
  onChange(current);
  return {
    current: () => current,
    set(preferences) {
      current = preferences;
      const { locale, theme, menuLabels } = preferences;
      void store.write({ locale, theme, menuLabels });
      onChange(current);
    },
  };
}

function recall(text: string | null): ShellPreferences {
  if (text === null) return FIRST_START;
  try {
    return { ...FIRST_START, ...v.parse(remembered, JSON.parse(text)) };
  } catch {
    return FIRST_START;
  }
}
