/**
 * `npm run dev`: Vite's development server with hot reload, on the compiled catalogue. The strict
 * content security policy is off here only: hot reload needs inline scripts and a web socket.
 */
import path from "node:path";
import { createServer } from "vite";
import { compileCatalogue } from "./build.mjs";
import { root } from "./repository.mjs";

process.chdir(root);
await compileCatalogue();
const server = await createServer({ configFile: path.join(root, "vite.config.ts") });
await server.listen();
server.printUrls();
