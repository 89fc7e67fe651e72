/** Draws gateways, sites, the chosen site's lines and every label above them. */
import type { Gateway } from "../../../shared/model/catalogue";
import { isOwnPlace } from "../../state/own-part";
import { type Point, project, toScreen } from "./geometry";
import { boxAround, coveredMarks, type LabelSpace, shorten, staysInSight, textWidth } from "./labels";
import { type Scene, visibleGateways } from "./scene";
import { classOf, isShown, markAt, markScale, marksOnScreen } from "./sites";
import { isMajor, SYMBOLS, type SymbolId, symbolOf } from "./symbols";

const TAU = 2 * Math.PI;
const paths = new Map<string, Path2D>();

function outline(data: string): Path2D {
  let path = paths.get(data);
  if (path === undefined) {
    path = new Path2D(data);
    paths.set(data, path);
  }
  return path;
}

/** Paints the upper canvas; `below` knows the places of the base map's names. */
export function paintSites(context: CanvasRenderingContext2D, scene: Scene, ratio: number, below: LabelSpace): void {
  const { size } = scene;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  context.lineJoin = "round";
  context.lineCap = "round";
  context.textBaseline = "middle";
  if (scene.settings.leftOut) paintLeftOut(context, scene);
  paintPrecision(context, scene);
  paintLinks(context, scene);
  const linked = new Set(scene.links.map(({ gateway }) => gateway.id));
  const visible = visibleGateways(scene);
  for (const gateway of visible) if (!linked.has(gateway.id)) paintGateway(context, scene, gateway, ratio, false);
  const foremost = new Set([...scene.ticked, scene.chosen, scene.hovered].filter((row) => row >= 0));
  paintMarks(
    context,
    scene,
    [...scene.marks.order].filter((row) => isShown(scene.live, row) && !foremost.has(row)),
  );
  for (const gateway of visible) if (linked.has(gateway.id)) paintGateway(context, scene, gateway, ratio, true);
  paintMarks(context, scene, [...foremost]);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  paintLabels(context, scene, visible, linked, below);
  paintSelecting(context, scene);
}

/** The circle within which a hovered or chosen site plausibly lies. */
function paintPrecision(context: CanvasRenderingContext2D, scene: Scene): void {
  const { live, marks, camera, size, palette } = scene;
  for (const row of new Set([scene.chosen, scene.hovered])) {
    const position = live.sites.sites[row]?.position;
    if (position === undefined || position === null) continue;
    const centre = toScreen({ x: marks.x[row] ?? 0, y: marks.y[row] ?? 0 }, camera, size);
    context.beginPath();
    context.arc(centre.x, centre.y, Math.max(6, position.radiusKm * camera.k), 0, TAU);
    context.globalAlpha = 0.08;
    context.fillStyle = palette.accent;
    context.fill();
    context.globalAlpha = 1;
    context.setLineDash([3, 3]);
    context.lineWidth = 1;
    context.strokeStyle = palette.accent;
    context.stroke();
    context.setLineDash([]);
  }
}

function paintLinks(context: CanvasRenderingContext2D, scene: Scene): void {
  if (scene.chosen < 0 || Number.isNaN(scene.marks.x[scene.chosen])) return;
  const from = markAt(scene.marks, scene.chosen, scene.camera, scene.size);
  for (const link of scene.links) {
    const to = toScreen(project(link.gateway), scene.camera, scene.size);
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.strokeStyle = scene.palette.land;
    context.lineWidth = 4;
    context.stroke();
    context.strokeStyle = scene.palette.accent;
    context.lineWidth = 1.5;
    context.setLineDash(link.evidence === "estimated" ? [6, 4] : []);
    context.stroke();
    context.setLineDash([]);
  }
}

function gatewaySize(symbol: SymbolId, k: number): number {
  return (isMajor(symbol) ? 13 : 11) * Math.min(1.35, Math.max(0.85, k ** 0.15));
}

function paintGateway(
  context: CanvasRenderingContext2D,
  scene: Scene,
  gateway: Gateway,
  ratio: number,
  linked: boolean,
): void {
  const { palette, camera, size } = scene;
  const at = toScreen(project(gateway), camera, size);
  if (at.x < -20 || at.y < -20 || at.x > size.width + 20 || at.y > size.height + 20) return;
  const symbol = symbolOf(gateway);
  const { ground, lines, fill } = SYMBOLS[symbol];
  const scale = gatewaySize(symbol, camera.k) / 16;
  context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * (at.x - 8 * scale), ratio * (at.y - 8 * scale));
  const ink = linked ? palette.accent : palette.textSoft;
  if (ground !== null) {
    context.strokeStyle = palette.land;
    context.lineWidth = 2.5;
    context.stroke(outline(ground));
    context.fillStyle = ink;
    context.fill(outline(ground));
  } else {
    context.strokeStyle = palette.land;
    context.lineWidth = 4;
    context.stroke(outline(lines));
  }
  const over = ground === null ? ink : palette.land;
  if (fill) {
    context.fillStyle = over;
    context.fill(outline(lines));
  } else {
    context.strokeStyle = over;
    context.lineWidth = 1.4;
    context.stroke(outline(lines));
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

/** Sites that filters, must-haves or the search leave out: small rings without a score. */
function paintLeftOut(context: CanvasRenderingContext2D, { live, marks, camera, size, palette }: Scene): void {
  context.strokeStyle = palette.leftOut;
  context.lineWidth = 1;
  for (const row of marks.order) {
    if (isShown(live, row)) continue;
    const at = markAt(marks, row, camera, size);
    if (at.x < 0 || at.y < 0 || at.x > size.width || at.y > size.height) continue;
    context.beginPath();
    context.arc(at.x, at.y, 2, 0, TAU);
    context.stroke();
  }
}

/** Traces a site's mark: a disc; a diamond where nothing but the province is known. */
function trace(context: CanvasRenderingContext2D, { x, y }: Point, radius: number, diamond: boolean): void {
  context.beginPath();
  if (diamond) {
    const r = radius * 1.25;
    context.moveTo(x, y - r);
    context.lineTo(x + r, y);
    context.lineTo(x, y + r);
    context.lineTo(x - r, y);
    context.closePath();
  } else context.arc(x, y, radius, 0, TAU);
}

/** Draws sites in the order given; the ticked, chosen and hovered ones with their rings. */
function paintMarks(context: CanvasRenderingContext2D, scene: Scene, rows: readonly number[]): void {
  const { live, marks, camera, size, palette } = scene;
  const scale = markScale(camera.k);
  const { sites } = live.sites;
  const score = live.ranking.score;
  const seen = (at: Point): boolean => at.x > -20 && at.y > -20 && at.x < size.width + 20 && at.y < size.height + 20;
  const draw = (row: number): void => {
    const site = sites[row];
    if (site === undefined || Number.isNaN(marks.x[row])) return;
    const at = markAt(marks, row, camera, size);
    if (!seen(at)) return;
    const shown = isShown(live, row);
    const radius = (marks.radius[row] ?? 0) * scale;
    const colour = shown
      ? (palette.scores[classOf((score[row] ?? 0) * 100, scene.breaks)] ?? palette.mark)
      : palette.leftOut;
    const diamond = site.position?.precision === "province";
    // A thin gap keeps neighbours apart, a thin edge keeps pale marks on the pale ground.
    trace(context, at, radius + 1.2, diamond);
    context.fillStyle = palette.outline;
    context.fill();
    trace(context, at, radius, diamond);
    context.fillStyle = colour;
    context.fill();
    context.strokeStyle = palette.edge;
    context.lineWidth = 0.7;
    context.stroke();
    if (site.availableHa === null) {
      trace(context, at, radius * 0.45, diamond);
      context.fillStyle = palette.land;
      context.fill();
    }
    const ticked = scene.ticked.has(row);
    const ring = row === scene.chosen || row === scene.hovered;
    if (!ticked && !ring) return;
    trace(context, at, radius + (ring ? 3 : 2), diamond);
    context.strokeStyle = palette.land;
    context.lineWidth = 4;
    context.stroke();
    context.strokeStyle = row === scene.chosen || ticked ? palette.accent : palette.text;
    context.lineWidth = 2;
    context.stroke();
    if (ticked && ring) {
      trace(context, at, radius + 6, diamond);
      context.lineWidth = 1.5;
      context.stroke();
    }
  };
  for (const row of rows) draw(row);
}

function paintLabels(
  context: CanvasRenderingContext2D,
  scene: Scene,
  gateways: readonly Gateway[],
  linked: ReadonlySet<string>,
  below: LabelSpace,
): void {
  const { live, marks, camera, size, palette } = scene;
  const space = below.copy();
  const scale = markScale(camera.k);
  const onScreen = (at: Point): boolean => at.x > 0 && at.y > 0 && at.x < size.width && at.y < size.height;
  const others = marksOnScreen(scene);
  /** Writes beside a mark, right of it or left, above or below, where nothing is written and no mark stands. */
  const beside = (
    text: string,
    at: Point,
    gap: number,
    px: number,
    weight: number,
    colour: string,
    must = false,
  ): boolean => {
    context.font = `${weight} ${px}px ${palette.font}`;
    const width = textWidth(context, text);
    const places = [
      { x: at.x + gap + width / 2, y: at.y },
      { x: at.x - gap - width / 2, y: at.y },
      { x: at.x, y: at.y - gap - px / 2 },
      { x: at.x, y: at.y + gap + px / 2 },
    ].filter(({ x }) => x - width / 2 > 2 && x + width / 2 < size.width - 2);
    const free = places.filter((spot) => {
      const box = boxAround(spot, width, px, 2);
      return space.isFree(box) && staysInSight(box, at, scene.inSight);
    });
    const worth = (spot: Point): number => coveredMarks(boxAround(spot, width, px, 0), others);
    const place =
      free.find((spot) => worth(spot) === 0) ??
      (must ? ([...free].sort((a, b) => worth(a) - worth(b))[0] ?? places[0]) : undefined);
    if (place === undefined) return false;
    space.take(boxAround(place, width, px, 2));
    context.textAlign = "center";
    context.strokeStyle = palette.land;
    context.lineWidth = 3;
    context.strokeText(text, place.x, place.y);
    context.fillStyle = colour;
    context.fillText(text, place.x, place.y);
    return true;
  };
  if (scene.chosen >= 0 && !Number.isNaN(marks.x[scene.chosen])) {
    const from = markAt(marks, scene.chosen, camera, size);
    if (onScreen(from)) {
      beside(
        shorten(scene.siteName(scene.chosen), 36),
        from,
        (marks.radius[scene.chosen] ?? 0) * scale + 7,
        12,
        600,
        palette.text,
        true,
      );
    }
    for (const link of scene.links) paintChip(context, scene, link, from, space);
  }
  const writeGateway = (gateway: Gateway): void => {
    const at = toScreen(project(gateway), camera, size);
    if (!onScreen(at)) return;
    const name = shorten(scene.gatewayName(gateway.id).replace(/\s*\(.*\)/, ""), 26);
    beside(name, at, 9, 11, 400, linked.has(gateway.id) ? palette.accent : palette.textSoft);
  };
  const first = (gateway: Gateway): boolean => linked.has(gateway.id) || isOwnPlace(gateway);
  for (const gateway of gateways) if (first(gateway)) writeGateway(gateway);
  const ranked = live.ranking.order;
  const most = camera.k < 0.8 ? 5 : camera.k < 1.6 ? 10 : 40;
  // From afar the leaders of the whole ranking, near by the leaders of what is in sight.
  const reach = Math.min(live.ranking.count, camera.k < 1.6 ? most : live.ranking.count);
  const { left, top, right, bottom } = scene.inSight;
  let written = 0;
  let beyond = 0;
  for (let i = 0; i < reach && written < most; i++) {
    const row = ranked[i] ?? 0;
    if (row === scene.chosen || Number.isNaN(marks.x[row]) || !isShown(live, row)) continue;
    const at = markAt(marks, row, camera, size);
    if (!onScreen(at)) continue;
    const inSight = at.x >= left && at.x <= right && at.y >= top && at.y <= bottom;
    // Those beyond the edge wait for a pan; they must not use up the names of those in sight.
    if (!inSight && beyond >= 20) continue;
    const text = `${live.ranking.rank[row]} · ${shorten(scene.siteName(row), 28)}`;
    if (!beside(text, at, (marks.radius[row] ?? 0) * scale + 4, 11, 400, palette.text)) continue;
    if (inSight) written += 1;
    else beyond += 1;
  }
  for (const gateway of gateways) {
    if (!first(gateway) && camera.k > (isMajor(symbolOf(gateway)) ? 0.9 : 2.2)) writeGateway(gateway);
  }
}

/** The distance of a line, on a small plate near its middle, with the sign of its evidence. */
function paintChip(
  context: CanvasRenderingContext2D,
  scene: Scene,
  link: Scene["links"][number],
  from: Point,
  space: LabelSpace,
): void {
  const { palette, camera, size } = scene;
  const to = toScreen(project(link.gateway), camera, size);
  context.font = `600 11px ${palette.font}`;
  const text = textWidth(context, link.distance);
  const width = text + 24;
  for (const share of [0.5, 0.62, 0.38, 0.75, 0.25]) {
    const at = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
    const box = boxAround(at, width, 18, 1);
    if (box.left < 0 || box.top < 0 || box.right > size.width || box.bottom > size.height) continue;
    if (!space.claim(box)) continue;
    context.beginPath();
    context.roundRect(at.x - width / 2, at.y - 9, width, 18, 9);
    context.fillStyle = palette.raised;
    context.fill();
    context.strokeStyle = palette.accent;
    context.lineWidth = 1;
    context.stroke();
    const x = at.x - width / 2 + 10;
    context.beginPath();
    context.arc(x, at.y, 3.2, 0, TAU);
    context.strokeStyle = palette.mark;
    context.stroke();
    context.beginPath();
    if (link.evidence === "sourced") context.arc(x, at.y, 3.2, 0, TAU);
    else context.arc(x, at.y, 3.2, TAU / 4, (3 * TAU) / 4);
    context.fillStyle = palette.mark;
    context.fill();
    context.textAlign = "left";
    context.fillStyle = palette.text;
    context.fillText(link.distance, x + 7, at.y + 0.5);
    return;
  }
}

function paintSelecting(context: CanvasRenderingContext2D, { selecting, palette }: Scene): void {
  if (selecting.length < 2) return;
  context.beginPath();
  for (const { x, y } of selecting) context.lineTo(x, y);
  context.closePath();
  context.globalAlpha = 0.12;
  context.fillStyle = palette.accent;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = palette.accent;
  context.lineWidth = 1.5;
  context.setLineDash([5, 3]);
  context.stroke();
  context.setLineDash([]);
}
