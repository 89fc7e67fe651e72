/** How the app in renderer/ is built and served while developing. */
import { readFileSync } from "node:fs";
import path from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { catalogueFiles } from "./build/vite-catalogue.mjs";
import { eagerChunk } from "./build/vite-eager-chunk.mjs";
import { messages } from "./build/vite-messages.mjs";
import { serviceWorker } from "./build/vite-service-worker.mjs";
import { rankingKernel } from "./build/wasm.mjs";

const root = import.meta.dirname;
const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };

export default defineConfig({
  root: path.join(root, "renderer"),
  // Relative addresses: the same build is served from app://parkwise/ and from the loopback server.
  base: "./",
  publicDir: path.join(root, "renderer/public"),
  cacheDir: path.join(root, ".cache/vite"),
  plugins: [messages(), rankingKernel(), react(), catalogueFiles(), serviceWorker()],
  define: { __APP_VERSION__: JSON.stringify(version) },
  css: { modules: { localsConvention: "camelCase" } },
  build: {
    outDir: path.join(root, "dist/renderer"),
    emptyOutDir: true,
    target: ["chrome120", "edge120"],
    // The content security policy allows no data: addresses but images; keep every asset a file.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: { codeSplitting: { groups: [eagerChunk()] } },
      checks: { pluginTimings: false },
      onwarn(warning, warn) {
        // The core areas of English come with the first script and are also in the list of all areas.
        if (warning.code === "INEFFECTIVE_DYNAMIC_IMPORT" && warning.message.includes("messages:")) return;
        warn(warning);
      },
    },
    modulePreload: { polyfill: false },
    sourcemap: true,
    reportCompressedSize: false,
  },
  worker: { format: "es", plugins: () => [messages()] },
  server: { host: "127.0.0.1" },
});
