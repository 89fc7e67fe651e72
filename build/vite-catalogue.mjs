/**
 * Brings the compiled catalogue (`dist/catalogue/`, made by build/catalogue.ts) to the app as
 * `catalogue/<file>`: copied beside the built app, served from disk by the development server.
 */
import { createReadStream, existsSync } from "node:fs";
import { cp, stat } from "node:fs/promises";
import path from "node:path";
import { root } from "./repository.mjs";

const SOURCE = path.join(root, "dist/catalogue");

/**
 * The Vite plugin.
 * @returns {import("vite").Plugin}
 */
export function catalogueFiles() {
  let target = "";
  return {
    name: "parkwise-catalogue-files",
    configResolved(config) {
      target = path.join(path.resolve(config.root, config.build.outDir), "catalogue");
    },
    async closeBundle() {
      if (existsSync(SOURCE)) await cp(SOURCE, target, { recursive: true });
    },
    configureServer(server) {
      server.middlewares.use("/catalogue", (request, response, next) => {
        // The URL parser has resolved any "..", so the path stays below SOURCE.
        const file = path.join(SOURCE, decodeURI(new URL(request.url ?? "/", "http://localhost").pathname));
        stat(file).then(
          (found) => {
            if (!found.isFile()) return next();
            response.setHeader("Content-Type", "application/json; charset=utf-8");
            response.setHeader("Cache-Control", "no-cache");
            return createReadStream(file).pipe(response);
          },
          () => next(),
        );
      });
    },
  };
}
