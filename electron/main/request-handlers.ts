/** What main does for each request of the page. Sender and arguments are checked by the door. */
import type { BrowserWindow } from "electron";
import type { AppInfo } from "../../shared/ipc/host";
import { HostError } from "../../shared/ipc/host-error";
import type { FileDialogs } from "./file-dialogs";
import type { Handlers } from "./ipc-door";
import type { MirrorFiles } from "./mirror-files";
import type { Preferences } from "./preferences";
import type { ShellEvents } from "./shell-events";
import type { SourceLinks } from "./source-links";

export interface HandlerParts {
  readonly info: () => AppInfo;
  readonly mirror: MirrorFiles;
  readonly dialogs: FileDialogs;
  readonly links: SourceLinks;
  readonly preferences: Preferences;
  readonly events: ShellEvents;
  /** The window, while there is one. */
  readonly window: () => BrowserWindow | null;
  readonly revealDataFolder: () => void;
}

export function requestHandlers(parts: HandlerParts): Handlers {
  const openWindow = () => {
    const window = parts.window();
    if (window === null) throw new HostError("failed", "The window is closed");
    return window;
  };
  return {
    "app:info": () => parts.info(),
    "mirror:write": (document) => parts.mirror.write(document),
    "mirror:list": () => parts.mirror.list(),
    "mirror:read": (id) => parts.mirror.read(id),
    "file:save": (request) => parts.dialogs.save(openWindow(), request, async () => request.data),
    "file:open": (request) => parts.dialogs.open(openWindow(), request),
    "source:open": (address) => parts.links.open(address),
    "folder:reveal": () => {
      parts.revealDataFolder();
      return true;
    },
    "page:print": ({ suggestedName, landscape }) => {
      const window = openWindow();
      return parts.dialogs.save(window, { suggestedName, extension: "pdf", description: "PDF" }, () =>
        window.webContents.printToPDF({
          landscape,
          pageSize: "A4",
          printBackground: true,
          preferCSSPageSize: true,
          generateTaggedPDF: true,
        }),
      );
    },
    "preferences:set": (preferences) => {
      parts.preferences.set(preferences);
      parts.events.ready();
      return undefined;
    },
    "shell:next": (handled) => parts.events.next(handled),
  };
}
