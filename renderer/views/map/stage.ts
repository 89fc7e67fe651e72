/**
 * The two canvases and their camera. Outside React: a moved camera, a moved weight or a hovered site
 * costs one repaint in the next frame, of the upper canvas alone where the ground stands still. The
 * canvases reach beyond the window on all sides, so that a pan moves them by whole pixels and paints
 * only when it comes to their edge.
 */
import { between, boxOf, type Camera, COUNTRY_BOX, clamp, fitBox, type Point, type Size } from "./geometry";
import { LabelSpace, type Rect } from "./labels";
import { sheetPath } from "./layers";
import { lastCamera } from "./map-store";
import { paintBase } from "./paint-base";
import { paintSites } from "./paint-sites";
import { readPalette } from "./palette";
import type { Scene } from "./scene";
import { isShown, placeMarks, scoreBreaks } from "./sites";

/** What the view tells the stage. */
export type StageInput = Omit<
  Scene,
  "camera" | "size" | "palette" | "marks" | "sheet" | "breaks" | "selecting" | "inSight" | "plates"
>;

const SETTLE_MS = 220;
/** Height in px at the bottom where scale and sources stand. */
const FOOT = 24;
const REST_MS = 160;
/** px by which the canvases reach beyond the window on each side. */
const MARGIN = 140;

export class MapStage {
  #input: StageInput;
  #scene: Scene;
  #window: HTMLElement;
  #base: HTMLCanvasElement;
  #top: HTMLCanvasElement;
  /** The camera of what is painted; the canvases are moved by what the camera has moved since. */
  #painted: Camera;
  #space = new LabelSpace();
  #baseDirty = true;
  #topDirty = true;
  #frame = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #glide: { from: Camera; to: Camera; start: number } | null = null;
  /** Whether the camera is where {@link fit} left it: then a resized window is fitted anew. */
  #fitted = true;
  #ratio = 1;
  #listeners = new Set<() => void>();
  #undo: (() => void)[] = [];

  /** `insetRight` px at the right are kept free of sites when fitting (the legend lies there). */
  insetRight = 0;

  /** `element` is the window; the canvases lie in it, placed from its upper left corner. */
  constructor(element: HTMLElement, base: HTMLCanvasElement, top: HTMLCanvasElement, input: StageInput) {
    this.#window = element;
    this.#base = base;
    this.#top = top;
    this.#input = input;
    const saved = lastCamera.current;
    this.#fitted = saved === null;
    this.#scene = {
      ...input,
      camera: saved ?? { x: 0, y: 0, k: 0.4 },
      size: { width: 0, height: 0 },
      palette: readPalette(base),
      marks: placeMarks(input.live),
      sheet: sheetPath(),
      breaks: scoreBreaks(input.live),
      selecting: [],
      inSight: { left: 0, top: 0, right: 0, bottom: 0 },
      plates: [],
    };
    this.#painted = this.#scene.camera;
    this.#watch();
  }

  get scene(): Scene {
    return this.#scene;
  }
  get camera(): Camera {
    return this.#scene.camera;
  }

  /** Calls back when the camera or the window's size has changed. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  update(patch: Partial<StageInput>): void {
    this.#input = { ...this.#input, ...patch };
    this.#scene = { ...this.#scene, ...patch };
    this.#ask("settings" in patch || "layers" in patch || "provinceName" in patch);
  }

  select(outline: readonly Point[]): void {
    this.#scene = { ...this.#scene, selecting: outline };
    this.#ask(false);
  }

  /** Sets the camera at once. */
  move(camera: Camera): void {
    this.#glide = null;
    this.#fitted = false;
    this.#place(camera);
  }

  /** Moves the camera there, gently unless the user prefers less motion. */
  glide(camera: Camera, fitted = false): void {
    this.#fitted = fitted;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.#glide = null;
      this.#place(camera);
      return;
    }
    this.#glide = { from: this.camera, to: clamp(camera), start: performance.now() };
    this.#request();
  }

  /** Where a glide under way will end; else the camera. */
  get target(): Camera {
    return this.#glide?.to ?? this.camera;
  }

  /** Shows all sites that are ranked and found; the whole country where there is none. */
  fit(gentle = true): void {
    const camera = this.#fitting();
    if (gentle) this.glide(camera, true);
    else {
      this.#glide = null;
      this.#fitted = true;
      this.#place(camera);
    }
  }

  #fitting(): Camera {
    const { live, marks, size } = this.#scene;
    const points: Point[] = [];
    for (const row of marks.order) if (isShown(live, row)) points.push({ x: marks.x[row] ?? 0, y: marks.y[row] ?? 0 });
    const all = points.length === live.sites.sites.length;
    const box = (all ? null : boxOf(points)) ?? COUNTRY_BOX;
    const inset = size.width > 620 ? this.insetRight : 0;
    const camera = fitBox(box, { width: size.width - inset, height: size.height - FOOT }, all ? 14 : 48);
    const k = Math.min(camera.k, 3);
    return clamp({ x: camera.x + inset / 2 / k, y: camera.y + FOOT / 2 / k, k });
  }

  /** Reads colours and font again. */
  restyle(): void {
    this.#scene = { ...this.#scene, palette: readPalette(this.#base) };
    this.#ask(true);
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#rest);
    for (const undo of this.#undo) undo();
    this.#listeners.clear();
  }

  #watch(): void {
    const resize = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = this.#window;
      if (width === 0 || height === 0) return;
      this.#ratio = devicePixelRatio;
      for (const canvas of [this.#base, this.#top]) {
        canvas.width = Math.round((width + 2 * MARGIN) * this.#ratio);
        canvas.height = Math.round((height + 2 * MARGIN) * this.#ratio);
        canvas.style.width = `${canvas.width / this.#ratio}px`;
        canvas.style.height = `${canvas.height / this.#ratio}px`;
      }
      this.#scene = { ...this.#scene, size: { width, height } satisfies Size };
      if (this.#fitted) this.fit(false);
      // In the same frame: an emptied canvas must not be seen.
      this.#baseDirty = true;
      this.#paint();
      this.#tell();
    });
    resize.observe(this.#window);
    this.#undo.push(() => resize.disconnect());

    const theme = new MutationObserver(() => this.restyle());
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    this.#undo.push(() => theme.disconnect());
    const contrast = matchMedia("(prefers-contrast: more)");
    const restyle = (): void => this.restyle();
    contrast.addEventListener("change", restyle);
    this.#undo.push(() => contrast.removeEventListener("change", restyle));

    this.#undo.push(
      this.#input.live.subscribe(({ membership }) => {
        this.#scene = { ...this.#scene, breaks: scoreBreaks(this.#input.live) };
        if (membership && this.#fitted && this.#scene.size.width > 0) this.fit();
        this.#ask(membership);
      }),
    );
  }

  #place(camera: Camera): void {
    this.#scene = { ...this.#scene, camera: clamp(camera) };
    lastCamera.current = this.#fitted ? null : this.#scene.camera;
    const { dx, dy } = this.#offset();
    const inReach = this.camera.k === this.#painted.k && Math.abs(dx) < MARGIN && Math.abs(dy) < MARGIN;
    if (!inReach) this.#baseDirty = true;
    this.#request();
    this.#tell();
    // At rest the names are placed anew for what is in sight now.
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#ask(true), REST_MS);
  }

  /** px by which the painted canvases must be moved to show what the camera shows, whole device pixels. */
  #offset(): { readonly dx: number; readonly dy: number } {
    const { x, y, k } = this.camera;
    const whole = (px: number): number => Math.round(px * this.#ratio) / this.#ratio;
    return { dx: whole((this.#painted.x - x) * k), dy: whole((this.#painted.y - y) * k) };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Has the upper canvas painted in the next frame, and the ground with it where that has changed. */
  #ask(base: boolean): void {
    this.#topDirty = true;
    if (base) this.#baseDirty = true;
    this.#request();
  }

  #request(): void {
    this.#frame ||= requestAnimationFrame((now) => {
      this.#frame = 0;
      this.#step(now);
      this.#paint();
    });
  }

  #step(now: number): void {
    if (this.#glide === null) return;
    const { from, to, start } = this.#glide;
    const t = Math.min(1, Math.max(0, (now - start) / SETTLE_MS));
    if (t === 1) this.#glide = null;
    this.#place(between(from, to, 1 - (1 - t) ** 3));
  }

  /** Boxes of what lies over the map, px of the canvas. */
  #plates(): readonly Rect[] {
    const origin = this.#window.getBoundingClientRect();
    const plates = this.#window.parentElement?.querySelectorAll("[data-plate]") ?? [];
    return [...plates].map((plate) => {
      const box = plate.getBoundingClientRect();
      const x = MARGIN - origin.left;
      const y = MARGIN - origin.top;
      return { left: box.left + x, top: box.top + y, right: box.right + x, bottom: box.bottom + y };
    });
  }

  #paint(): void {
    const scene = this.#scene;
    if (scene.size.width === 0) return;
    const base = this.#base.getContext("2d", { alpha: false });
    const top = this.#top.getContext("2d");
    if (base === null || top === null) return;
    if (this.#baseDirty) this.#painted = scene.camera;
    const { dx, dy } = this.#offset();
    const place = `translate(${dx - MARGIN}px, ${dy - MARGIN}px)`;
    this.#base.style.transform = place;
    this.#top.style.transform = place;
    if (!this.#baseDirty && !this.#topDirty) return;
    if (this.#baseDirty) {
      const sight = { left: MARGIN, top: MARGIN, right: MARGIN + scene.size.width, bottom: MARGIN + scene.size.height };
      this.#scene = { ...scene, inSight: sight, plates: this.#plates() };
    }
    const { inSight, plates } = this.#scene;
    const whole: Scene = {
      ...scene,
      inSight,
      plates,
      camera: this.#painted,
      size: { width: scene.size.width + 2 * MARGIN, height: scene.size.height + 2 * MARGIN },
      selecting: scene.selecting.map(({ x, y }) => ({ x: x + MARGIN - dx, y: y + MARGIN - dy })),
    };
    if (this.#baseDirty) this.#space = paintBase(base, whole, this.#ratio);
    paintSites(top, whole, this.#ratio, this.#space);
    this.#baseDirty = false;
    this.#topDirty = false;
  }
}
