/**
 * A chart as a picture that stands alone: an SVG element with the look it has on screen written into its
 * attributes, or a canvas; as SVG or PNG. Who calls saves the bytes through the host.
 */

export type ChartImageKind = "svg" | "png";

/** A chart that is drawn for the picture alone: a whole SVG document, and its size in px. */
export interface ChartDrawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

export type ChartSource = SVGSVGElement | HTMLCanvasElement | ChartDrawing;

export interface ChartImage {
  readonly data: Uint8Array;
  readonly mimeType: "image/svg+xml" | "image/png";
  readonly extension: ChartImageKind;
}

/** Properties that are attributes in SVG too. As attributes, every drawing program reads them. */
const LOOK = [
  "clip-path",
  "clip-rule",
  "display",
  "dominant-baseline",
  "fill",
  "fill-opacity",
  "fill-rule",
  "font-family",
  "font-size",
  "font-style",
  "font-weight",
  "letter-spacing",
  "marker-end",
  "marker-start",
  "mask",
  "opacity",
  "paint-order",
  "shape-rendering",
  "stroke",
  "stroke-dasharray",
  "stroke-dashoffset",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-miterlimit",
  "stroke-opacity",
  "stroke-width",
  "text-anchor",
  "text-decoration",
  "vector-effect",
  "visibility",
  "word-spacing",
] as const;

/** What of the look is SVG's own default and need not be said. */
const DEFAULTS: Readonly<Record<string, string>> = {
  "clip-path": "none",
  "clip-rule": "nonzero",
  "dominant-baseline": "auto",
  display: "inline",
  "fill-opacity": "1",
  "fill-rule": "nonzero",
  "font-style": "normal",
  "letter-spacing": "normal",
  "marker-end": "none",
  "marker-start": "none",
  mask: "none",
  opacity: "1",
  "paint-order": "normal",
  "shape-rendering": "auto",
  stroke: "none",
  "stroke-dasharray": "none",
  "stroke-dashoffset": "0px",
  "stroke-linecap": "butt",
  "stroke-linejoin": "miter",
  "stroke-miterlimit": "4",
  "stroke-opacity": "1",
  "text-anchor": "start",
  "text-decoration": "none",
  "vector-effect": "none",
  visibility: "visible",
  "word-spacing": "0px",
};

const SVG = "http://www.w3.org/2000/svg";
/** Pixels of the picture for each pixel on screen, so that it prints well. */
const PNG_SCALE = 3;
/** Largest side of a picture, pixels. */
const PNG_MOST = 12_000;

/**
 * An SVG element as a document of its own, on a ground in the colour it stands on.
 * @param title what the picture shows, for those who cannot see it
 */
export function svgDocument(element: SVGSVGElement, title: string): string {
  const { width, height } = element.getBoundingClientRect();
  const copy = element.cloneNode(true) as SVGSVGElement;
  const originals = [element, ...element.querySelectorAll<SVGElement>("*")];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  for (const [i, original] of originals.entries()) {
    const target = copies[i];
    if (target === undefined) continue;
    writeLook(original, target);
    target.removeAttribute("class");
    target.removeAttribute("style");
    for (const name of target.getAttributeNames()) {
      if (name.startsWith("data-") || name.startsWith("on") || name === "tabindex") target.removeAttribute(name);
    }
  }
  // What is not drawn need not travel, and marked-up text would make the picture unreadable to most programs.
  for (const hidden of copy.querySelectorAll('[display="none"], foreignObject, script')) hidden.remove();
  copy.setAttribute("xmlns", SVG);
  copy.setAttribute("width", String(round(width)));
  copy.setAttribute("height", String(round(height)));
  if (!copy.hasAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${round(width)} ${round(height)}`);
  const ground = document.createElementNS(SVG, "rect");
  const box = copy.viewBox.baseVal;
  ground.setAttribute("x", String(box.x));
  ground.setAttribute("y", String(box.y));
  ground.setAttribute("width", String(box.width));
  ground.setAttribute("height", String(box.height));
  ground.setAttribute("fill", groundColor(element));
  const name = document.createElementNS(SVG, "title");
  name.textContent = title;
  copy.prepend(name, ground);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function writeLook(original: Element, target: Element): void {
  const look = getComputedStyle(original);
  const text = original instanceof SVGTextContentElement || original instanceof SVGSVGElement;
  for (const property of LOOK) {
    const value = look.getPropertyValue(property);
    if (value === "" || value === DEFAULTS[property]) {
      target.removeAttribute(property);
      continue;
    }
    if ((property.startsWith("font") || property.startsWith("text")) && !text) continue;
    target.setAttribute(property, value);
  }
  // Geometry that style sheets may set as well.
  for (const property of ["x", "y", "width", "height", "cx", "cy", "r", "rx", "ry"] as const) {
    const value = look.getPropertyValue(property);
    if (value.endsWith("px") && !(original instanceof SVGSVGElement) && isShape(original, property)) {
      target.setAttribute(property, value.slice(0, -2));
    }
  }
  const transform = look.getPropertyValue("transform");
  const matrix = /^matrix\(([^)]+)\)$/.exec(transform)?.[1];
  if (matrix !== undefined && !(original instanceof SVGSVGElement)) {
    target.setAttribute("transform", `matrix(${matrix})`);
  }
}

function isShape(element: Element, property: string): boolean {
  if (element instanceof SVGRectElement) return !["cx", "cy", "r"].includes(property);
  if (element instanceof SVGCircleElement) return ["cx", "cy", "r"].includes(property);
  return element instanceof SVGEllipseElement && ["cx", "cy", "rx", "ry"].includes(property);
}

/** The colour of the nearest ground behind an element. */
function groundColor(element: Element): string {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const color = getComputedStyle(at).backgroundColor;
    if (color !== "" && color !== "transparent" && !/^rgba\(.*, 0\)$/.test(color)) return color;
  }
  return "#ffffff";
}

/**
 * A chart as bytes of a picture.
 * @param chart a canvas gives PNG only
 * @throws {Error} when the browser cannot draw it
 */
export async function chartImage(chart: ChartSource, kind: ChartImageKind, title: string): Promise<ChartImage> {
  if (chart instanceof HTMLCanvasElement) return pngOf(chart);
  const drawn = chart instanceof SVGSVGElement;
  const text = drawn ? svgDocument(chart, title) : chart.svg;
  if (kind === "svg") {
    return { data: new TextEncoder().encode(text), mimeType: "image/svg+xml", extension: "svg" };
  }
  const { width, height } = drawn ? chart.getBoundingClientRect() : chart;
  const scale = Math.min(PNG_SCALE, PNG_MOST / Math.max(width, height, 1));
  const image = new Image();
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await pngOf(canvas);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function pngOf(canvas: HTMLCanvasElement): Promise<ChartImage> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error("The picture is too large to be drawn."));
      else {
        blob
          .arrayBuffer()
          .then((buffer) => resolve({ data: new Uint8Array(buffer), mimeType: "image/png", extension: "png" }), reject);
      }
    }, "image/png");
  });
}
