/** A `.parkwise` file opened from outside (double click, command line, menu), until the Data view takes it up. */
import { createStore } from "zustand/vanilla";
import type { OpenedFile } from "../../shared/ipc/host";

export const incomingFile = createStore<{ readonly file: OpenedFile | null }>(() => ({ file: null }));
