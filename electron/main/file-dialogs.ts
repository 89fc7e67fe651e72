/** Saving and opening through the system's dialogs. The user names the file; the page never learns its folder. */
import { access, realpath } from "node:fs/promises";
import path from "node:path";
import type {
  BaseWindow,
  OpenDialogOptions,
  OpenDialogReturnValue,
  SaveDialogOptions,
  SaveDialogReturnValue,
} from "electron";
import { DOCUMENT_EXTENSION } from "../../shared/contract";
import type { OpenedFile, OpenRequest, SaveOutcome, SaveRequest } from "../../shared/ipc/host";
import { writeFileAtomically } from "./atomic-write";
import { readChosenFile } from "./open-files";

/** The two dialogs, as Electron has them. */
export interface Dialogs {
  showSaveDialog(window: BaseWindow, options: SaveDialogOptions): Promise<SaveDialogReturnValue>;
  showOpenDialog(window: BaseWindow, options: OpenDialogOptions): Promise<OpenDialogReturnValue>;
}

export interface FileDialogs {
  save(
    window: BaseWindow,
    request: Pick<SaveRequest, "suggestedName" | "extension" | "description">,
    data: () => Promise<Uint8Array>,
  ): Promise<SaveOutcome>;
  open(window: BaseWindow, request: OpenRequest): Promise<OpenedFile | null>;
}

export function createFileDialogs(
  dialogs: Dialogs,
  {
    firstFolder,
    onDocument,
  }: {
    /** Where the first dialog opens; later ones open where the last file was. */
    readonly firstFolder: string;
    /** Told of each `.parkwise` file that was saved or opened. */
    readonly onDocument: (file: string) => void;
  },
): FileDialogs {
  let folder = firstFolder;

  function remember(file: string): void {
    folder = path.dirname(file);
    if (path.extname(file).toLowerCase() === `.${DOCUMENT_EXTENSION}`) onDocument(file);
  }

  return {
    /** `data` is asked for only after the user has chosen, so that nothing is rendered for a cancelled dialog. */
    async save(window, request, data) {
      const { canceled, filePath } = await dialogs.showSaveDialog(window, {
        defaultPath: path.join(folder, request.suggestedName),
        filters: [{ name: request.description, extensions: [request.extension] }],
        properties: ["createDirectory", "showOverwriteConfirmation"],
      });
      if (canceled || filePath === "") return { saved: false };
      const file = await targetOf(filePath, request.extension);
      await writeFileAtomically(file, await data());
      remember(file);
      return { saved: true, name: path.basename(file) };
    },
    async open(window, request) {
      const { canceled, filePaths } = await dialogs.showOpenDialog(window, {
        defaultPath: folder,
        filters: [{ name: request.description, extensions: [...request.extensions] }],
        properties: ["openFile"],
      });
      const file = filePaths[0];
      if (canceled || file === undefined) return null;
      const opened = await readChosenFile(file, request.maxBytes);
      remember(file);
      return opened;
    },
  };
}

/**
 * The file to write: the chosen one behind a link, with the extension where the user left it out - unless
 * that would overwrite a file the dialog did not ask about.
 */
async function targetOf(chosen: string, extension: string): Promise<string> {
  if (path.extname(chosen) === "") {
    const extended = `${chosen}.${extension}`;
    const taken = await access(extended).then(
      () => true,
      () => false,
    );
    if (!taken) return extended;
  }
  return realpath(chosen).catch(() => chosen);
}
