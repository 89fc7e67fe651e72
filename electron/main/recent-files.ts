/** The last `.parkwise` files opened or saved, for the menu and the system's own list. Paths stay in main. */
import path from "node:path";
import * as v from "valibot";
import type { SmallStore } from "./small-store";

export const RECENT_FILES_KEPT = 10;

const paths = v.pipe(v.array(v.pipe(v.string(), v.maxLength(4096))), v.maxLength(100));

export interface RecentFiles {
  /** Absolute paths, newest first. */
  list(): readonly string[];
  add(file: string): void;
  remove(file: string): void;
  clear(): void;
}

export function createRecentFiles(
  store: SmallStore,
  effects: {
    readonly onChange: () => void;
    readonly tellSystem: (file: string) => void;
    readonly clearSystem: () => void;
  },
): RecentFiles {
  let files = recall(store.read());
  const replace = (next: readonly string[]) => {
    files = next;
    void store.write(next);
    effects.onChange();
  };
  return {
    list: () => files,
    add(file) {
      replace([file, ...files.filter((known) => known !== file)].slice(0, RECENT_FILES_KEPT));
      effects.tellSystem(file);
    },
    remove(file) {
      if (files.includes(file)) replace(files.filter((known) => known !== file));
    },
    clear() {
      replace([]);
      effects.clearSystem();
    },
  };
}

function recall(text: string | null): readonly string[] {
  if (text === null) return [];
  try {
    const parsed = v.parse(paths, JSON.parse(text));
    return parsed.filter((file) => path.isAbsolute(file)).slice(0, RECENT_FILES_KEPT);
  } catch {
    return [];
  }
}
