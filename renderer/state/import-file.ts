/** A file that was dropped on the window, until the import screen takes it up. */
import { createStore } from "zustand/vanilla";

export const importFile = createStore<{ readonly file: File | null }>(() => ({ file: null }));
