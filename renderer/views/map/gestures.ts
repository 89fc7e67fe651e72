/** Pointer, wheel and pinch on the map: pan, zoom, click, box and lasso. */
import type { LatLon } from "../../../shared/model/park";
import { fromScreen, type Point, panBy, unproject, zoomAt } from "./geometry";
import { mapStore } from "./map-store";
import { sitesInside, siteUnder } from "./sites";
import type { MapStage } from "./stage";

export interface GestureTargets {
  /** A click on a site; `tick` with Ctrl or Cmd held. */
  onPick(row: number, tick: boolean): void;
  /** A box or lasso around sites; `remove` with Alt held. */
  onSelect(rows: readonly number[], remove: boolean): void;
  /** A click with the tool `place`. */
  onPlace(place: LatLon): void;
  onHover(row: number): void;
}

/** Farther than this, in px, a press is a drag. */
const SLOP = 4;

/** Listens on the map's element; returns what stops it. */
export function listenToGestures(element: HTMLElement, stage: MapStage, targets: GestureTargets): () => void {
  const pointers = new Map<number, Point>();
  let start: Point | null = null;
  let mode: "idle" | "press" | "pan" | "box" | "lasso" | "pinch" = "idle";
  let outline: Point[] = [];

  const local = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const under = (at: Point, reach: number): number => {
    const { live, marks, camera, size, settings } = stage.scene;
    return siteUnder(at, live, marks, camera, size, settings.leftOut, reach);
  };
  const stop = (): void => {
    mode = "idle";
    outline = [];
    stage.select([]);
    delete element.dataset.drag;
  };

  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0 && event.button !== 1) return;
    const at = local(event);
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    pointers.set(event.pointerId, at);
    if (pointers.size === 2) {
      stop();
      mode = "pinch";
      return;
    }
    start = at;
    mode = "press";
    if (event.button === 1) event.preventDefault();
  };

  const onMove = (event: PointerEvent): void => {
    const at = local(event);
    const before = pointers.get(event.pointerId);
    if (before === undefined) {
      targets.onHover(under(at, 3));
      return;
    }
    if (mode === "pinch") {
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      pointers.set(event.pointerId, at);
      if (other === undefined) return;
      const factor =
        Math.hypot(at.x - other.x, at.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
      const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
      stage.move(
        zoomAt(panBy(stage.camera, (at.x - before.x) / 2, (at.y - before.y) / 2), stage.scene.size, middle, factor),
      );
      return;
    }
    if (mode === "press" && start !== null && Math.hypot(at.x - start.x, at.y - start.y) > SLOP) {
      const { tool } = mapStore.getState();
      const drag = tool === "place" ? "pan" : tool;
      mode = (event.buttons & 4) !== 0 ? "pan" : event.shiftKey && tool === "pan" ? "box" : drag;
      element.dataset.drag = mode;
      outline = [start];
      targets.onHover(-1);
    }
    pointers.set(event.pointerId, at);
    if (mode === "pan") stage.move(panBy(stage.camera, at.x - before.x, at.y - before.y));
    else if (mode === "box" && start !== null) {
      outline = [start, { x: at.x, y: start.y }, at, { x: start.x, y: at.y }];
      stage.select(outline);
    } else if (mode === "lasso") {
      outline.push(at);
      stage.select([...outline]);
    }
  };

  const onUp = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId)) return;
    if (mode === "press" && event.type === "pointerup" && start !== null && event.button === 0) {
      const row = under(start, event.pointerType === "mouse" ? 4 : 14);
      if (mapStore.getState().tool === "place") {
        targets.onPlace(unproject(fromScreen(start, stage.camera, stage.scene.size)));
      } else if (row >= 0) targets.onPick(row, event.ctrlKey || event.metaKey);
    } else if ((mode === "box" || mode === "lasso") && event.type === "pointerup") {
      const { live, marks, camera, size } = stage.scene;
      targets.onSelect(sitesInside(outline, live, marks, camera, size), event.altKey);
    }
    if (pointers.size === 0) {
      stop();
      start = null;
    } else if (mode === "pinch") {
      // The finger that stays goes on panning.
      mode = "pan";
    }
  };

  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
    // A trackpad's pinch comes as a wheel with Ctrl and in small steps.
    const speed = event.ctrlKey ? 0.01 : 0.0018;
    stage.move(zoomAt(stage.camera, stage.scene.size, local(event), Math.exp(-event.deltaY * lines * speed)));
    targets.onHover(-1);
  };

  const onDouble = (event: MouseEvent): void => {
    const at = local(event);
    if (mapStore.getState().tool !== "place" && under(at, 4) < 0)
      stage.glide(zoomAt(stage.target, stage.scene.size, at, event.shiftKey ? 0.5 : 2));
  };
  const onLeave = (): void => {
    if (pointers.size === 0) targets.onHover(-1);
  };

  element.addEventListener("pointerdown", onDown);
  element.addEventListener("pointermove", onMove);
  element.addEventListener("pointerup", onUp);
  element.addEventListener("pointercancel", onUp);
  element.addEventListener("pointerleave", onLeave);
  element.addEventListener("wheel", onWheel, { passive: false });
  element.addEventListener("dblclick", onDouble);
  return () => {
    element.removeEventListener("pointerdown", onDown);
    element.removeEventListener("pointermove", onMove);
    element.removeEventListener("pointerup", onUp);
    element.removeEventListener("pointercancel", onUp);
    element.removeEventListener("pointerleave", onLeave);
    element.removeEventListener("wheel", onWheel);
    element.removeEventListener("dblclick", onDouble);
  };
}
