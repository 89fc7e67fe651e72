/**
 * Light, dark or the system's choice. The choice is remembered in localStorage beside the settings, so
 * that the very first paint has it.
 */
import type { Density, Theme } from "../state/layout-store";

const KEY = "theme";
const DARK = matchMedia("(prefers-color-scheme: dark)");
let current: Theme = "system";

export function rememberedTheme(): Theme {
  try {
    const saved = localStorage.getItem(KEY);
    return saved === "light" || saved === "dark" ? saved : "system";
  } catch {
    return "system";
  }
}

function paint(): void {
  document.documentElement.dataset.theme = current === "system" ? (DARK.matches ? "dark" : "light") : current;
}
DARK.addEventListener("change", paint);

export function applyTheme(theme: Theme): void {
  current = theme;
  paint();
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Storage is refused: the theme lasts as long as the window.
  }
}

export function applyDensity(density: Density): void {
  document.documentElement.dataset.density = density;
}
