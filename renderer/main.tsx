/** Entry of the app: begins to read the database at once, then draws whatever phase the start is in. */
import "./data/warm-read";
import "./host/trusted-types";
import { createRoot } from "react-dom/client";
import { App } from "./app/app";
import { applyTheme, rememberedTheme } from "./app/theme";
import { start } from "./data/startup";
import { connectSources, host } from "./host";
import { matchLocale, setLocale } from "./messages";
import "./styles/tokens.css";
import "./styles/base.css";

applyTheme(rememberedTheme());
const startup = start({ host });
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
await setLocale(localStorage.getItem("locale") ?? matchLocale(navigator.languages)).catch(() => {});
createRoot(root).render(<App startup={startup} host={host} connectSources={connectSources} />);
