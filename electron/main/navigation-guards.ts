/**
 * Where a page may go: nowhere but the app. Navigations, redirects and frames elsewhere, new windows and
 * webviews are stopped for every web contents there will ever be. A source's link that asks for a new
 * window is handed to the one opener of links, which checks the address again.
 */
import type { App, WebContents } from "electron";
import { isAppUrl } from "./app-url";

interface Effects {
  readonly openSource: (address: string) => Promise<boolean>;
  readonly log: (line: string) => void;
}

/** Guards every web contents at its creation. */
export function guardNavigation(app: Pick<App, "on">, effects: Effects): void {
  app.on("web-contents-created", (_event, contents) => guardContents(contents, effects));
}

export function guardContents(
  contents: Pick<WebContents, "on" | "setWindowOpenHandler">,
  { openSource, log }: Effects,
): void {
  const stopForeign = (details: { readonly url: string; preventDefault(): void }) => {
    if (isAppUrl(details.url)) return;
    details.preventDefault();
    log("stopped a navigation out of the app");
  };
  contents.on("will-navigate", stopForeign);
  contents.on("will-frame-navigate", stopForeign);
  contents.on("will-redirect", stopForeign);
  contents.on("will-attach-webview", (event) => {
    event.preventDefault();
    log("stopped a webview");
  });
  contents.setWindowOpenHandler(({ url }) => {
    void openSource(url).catch(() => false);
    return { action: "deny" };
  });
}
