/** Draws what stands still under the sites: land, borders, roads, railways, names. */
import { type Box, project, toScreen } from "./geometry";
import { boxAround, coveredMarks, LabelSpace, overlaps, shorten, staysInSight, textWidth } from "./labels";
import type { Layer, PlaceName, Shape } from "./layers";
import { type Scene, visibleGateways } from "./scene";
import { marksOnScreen } from "./sites";

/** Paints the base map; the context's unit is the CSS pixel. Returns the places that names have taken. */
export function paintBase(context: CanvasRenderingContext2D, scene: Scene, ratio: number): LabelSpace {
  const { camera, size, palette, layers, settings } = scene;
  const { k } = camera;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, size.width, size.height);
  // From here the unit is the kilometre; a line of n pixels is n / k wide.
  const scale = ratio * k;
  context.setTransform(
    scale,
    0,
    0,
    scale,
    ratio * (size.width / 2 - camera.x * k),
    ratio * (size.height / 2 - camera.y * k),
  );
  context.lineJoin = "bevel";
  context.lineCap = "butt";
  const seen: Box = {
    left: camera.x - size.width / 2 / k,
    right: camera.x + size.width / 2 / k,
    top: camera.y - size.height / 2 / k,
    bottom: camera.y + size.height / 2 / k,
  };
  const shapes = (layer: Layer | undefined, part?: string): readonly Shape[] =>
    (layer?.shapes ?? []).filter((shape) => (part === undefined || shape.part === part) && overlaps(shape.box, seen));
  const stroke = (
    drawn: readonly { readonly path: Path2D }[],
    colour: string,
    px: number,
    dash: readonly number[] = [],
  ): void => {
    context.strokeStyle = colour;
    context.lineWidth = px / k;
    context.setLineDash(dash.map((length) => length / k));
    for (const { path } of drawn) context.stroke(path);
    context.setLineDash([]);
  };
  const fill = (drawn: readonly { readonly path: Path2D }[], colour: string): void => {
    context.fillStyle = colour;
    for (const { path } of drawn) context.fill(path);
  };
  const sheet = [{ path: scene.sheet }];
  fill(sheet, palette.sea);
  const countries = layers.get("countries");
  const neighbours = shapes(countries, "neighbour");
  fill(neighbours, palette.neighbour);
  stroke(neighbours, palette.province, 0.75);
  fill(shapes(countries, "vietnam"), palette.land);
  const provinces = settings.provinces === "former" ? layers.get("provinces63") : layers.get("provinces34");
  fill(shapes(provinces), palette.land);
  if (settings.provinces !== "none") stroke(shapes(provinces), palette.province, k > 1.5 ? 1.25 : 0.9);
  if (settings.roads) {
    const roads = layers.get("roads");
    if (k > 0.9) stroke(shapes(roads, "minor"), palette.road, 0.75);
    stroke(shapes(roads, "major"), palette.road, k > 1.2 ? 1.8 : 1);
  }
  if (settings.railways) {
    const railways = shapes(layers.get("railways"));
    stroke(railways, palette.railway, 1);
    if (k > 0.8) stroke(railways, palette.railway, 4, [1, 7]);
  }
  stroke(shapes(layers.get("land-borders")), palette.border, k > 1.2 ? 1.6 : 1.2);
  stroke(sheet, palette.province, 1);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return paintNames(context, scene, provinces?.names ?? [], countries?.names ?? []);
}

function paintNames(
  context: CanvasRenderingContext2D,
  scene: Scene,
  provinces: readonly PlaceName[],
  countries: readonly PlaceName[],
): LabelSpace {
  const { camera, size, palette, settings } = scene;
  const space = new LabelSpace(scene.plates);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;

  context.font = `600 12px ${palette.font}`;
  context.letterSpacing = "1.5px";
  context.fillStyle = palette.placeName;
  context.strokeStyle = palette.neighbour;
  for (const place of countries) {
    if (place.code === "Vietnam") continue;
    const name = scene.countryName(place.code);
    const at = toScreen(place.at, camera, size);
    const width = textWidth(context, name);
    const cut = !staysInSight(boxAround(at, width, 12), at, scene.inSight);
    if (cut || width > place.km * camera.k || !space.claim(boxAround(at, width, 12))) continue;
    context.strokeText(name, at.x, at.y);
    context.fillText(name, at.x, at.y);
  }
  context.letterSpacing = "0px";
  if (settings.provinces === "none") return space;

  const former = settings.provinces === "former";
  const px = camera.k > 1.2 ? 12 : 11;
  context.font = `${px}px ${palette.font}`;
  context.strokeStyle = palette.land;
  const marks = [...marksOnScreen(scene), ...gatewaysOnScreen(scene)];
  for (const place of [...provinces].sort((a, b) => b.km - a.km)) {
    const name = shorten(scene.provinceName(place.code, former), 28);
    const width = textWidth(context, name);
    // A name may stand out of its province a little, not more.
    if (width > place.km * camera.k * 1.35 + 8) continue;
    const at = toScreen(place.at, camera, size);
    if (at.x < -80 || at.y < -20 || at.x > size.width + 80 || at.y > size.height + 20) continue;
    // Near its place, where no mark would hide it; else not at all: a nearer map has room for it.
    const stray = Math.max(12, place.km * camera.k * 0.3);
    const spots = [0, -12, 12, -24, 24, -36, 36]
      .flatMap((dy) => [0, -0.3, 0.3].map((dx) => ({ x: at.x + dx * place.km * camera.k, y: at.y + dy })))
      .filter((spot) => Math.hypot(spot.x - at.x, spot.y - at.y) <= stray);
    const spot = spots.find((middle) => {
      const box = boxAround(middle, width, px);
      return space.isFree(box) && coveredMarks(box, marks) === 0 && staysInSight(box, at, scene.inSight);
    });
    if (spot === undefined) continue;
    space.take(boxAround(spot, width, px));
    context.strokeText(name, spot.x, spot.y);
    context.fillText(name, spot.x, spot.y);
  }
  return space;
}

/** As {@link marksOnScreen} for the gateways' signs. */
function gatewaysOnScreen(scene: Scene): readonly number[] {
  return visibleGateways(scene).flatMap((gateway) => {
    const { x, y } = toScreen(project(gateway), scene.camera, scene.size);
    return [x, y, 7];
  });
}
