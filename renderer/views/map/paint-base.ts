/** Draws what stands still under the sites: land, borders, roads, railways, names. */
import { toScreen } from "./geometry";
import { boxAround, coveredMarks, LabelSpace, shorten, textWidth } from "./labels";
import type { PlaceName } from "./layers";
import type { Scene } from "./scene";
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
  context.lineJoin = "round";
  context.lineCap = "round";
  const stroke = (path: Path2D | undefined, colour: string, px: number, dash: readonly number[] = []): void => {
    if (path === undefined) return;
    context.strokeStyle = colour;
    context.lineWidth = px / k;
    context.setLineDash(dash.map((part) => part / k));
    context.stroke(path);
    context.setLineDash([]);
  };
  const fill = (path: Path2D | undefined, colour: string): void => {
    if (path === undefined) return;
    context.fillStyle = colour;
    context.fill(path);
  };
  fill(scene.sheet, palette.sea);
  const countries = layers.get("countries");
  fill(countries?.parts.neighbours, palette.neighbour);
  stroke(countries?.parts.neighbours, palette.province, 0.75);
  fill(countries?.parts.vietnam, palette.land);
  const provinces = settings.provinces === "former" ? layers.get("provinces63") : layers.get("provinces34");
  fill(provinces?.path, palette.land);
  if (settings.provinces !== "none") stroke(provinces?.path, palette.province, k > 1.5 ? 1.25 : 0.9);
  if (settings.roads) {
    const roads = layers.get("roads");
    if (k > 0.9) stroke(roads?.parts.minor, palette.road, 0.75);
    stroke(roads?.parts.major, palette.road, k > 1.2 ? 1.8 : 1);
  }
  if (settings.railways) {
    const railways = layers.get("railways")?.path;
    stroke(railways, palette.railway, 1);
    if (k > 0.8) stroke(railways, palette.railway, 4, [1, 7]);
  }
  stroke(layers.get("land-borders")?.path, palette.border, k > 1.2 ? 1.6 : 1.2);
  stroke(scene.sheet, palette.province, 1);
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
  const space = new LabelSpace();
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
    if (width > place.km * camera.k || !space.claim(boxAround(at, width, 12))) continue;
    context.strokeText(name, at.x, at.y);
    context.fillText(name, at.x, at.y);
  }
  context.letterSpacing = "0px";
  if (settings.provinces === "none") return space;

  const former = settings.provinces === "former";
  const px = camera.k > 1.2 ? 12 : 11;
  context.font = `${px}px ${palette.font}`;
  context.strokeStyle = palette.land;
  const marks = marksOnScreen(scene);
  for (const place of [...provinces].sort((a, b) => b.km - a.km)) {
    const name = shorten(scene.provinceName(place.code, former), 28);
    const width = textWidth(context, name);
    // A name may stand out of its province a little, not more.
    if (width > place.km * camera.k * 1.35 + 8) continue;
    const at = toScreen(place.at, camera, size);
    if (at.x < -80 || at.y < -20 || at.x > size.width + 80 || at.y > size.height + 20) continue;
    let best: { y: number; covered: number } | null = null;
    for (const shift of [0, -12, 12, -24, 24]) {
      const box = boxAround({ x: at.x, y: at.y + shift }, width, px);
      if (!space.isFree(box)) continue;
      const covered = Math.abs(shift) / 24 + coveredMarks(box, marks);
      if (best === null || covered < best.covered) best = { y: at.y + shift, covered };
    }
    // Under many marks nobody can read it: the map says it again when it is nearer.
    if (best === null || best.covered > 2) continue;
    space.take(boxAround({ x: at.x, y: best.y }, width, px));
    context.strokeText(name, at.x, best.y);
    context.fillText(name, at.x, best.y);
  }
  return space;
}
