/**
 * Renders build/icons/icon.svg into every icon the packages and the browser twin need:
 * `node build/icons/make-icons.mjs`. Chromium draws, nothing is downloaded. The results are in the
 * repository, so that packaging needs no browser.
 *
 * icon.ico (Windows), icon.icns (macOS, with the margin its icons have), png/<size>x<size>.png (Linux), and a
 * copy of the drawing for the web manifest.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";
import { findBrowser, quietSwitches } from "../browsers.mjs";
import { root } from "../repository.mjs";

const folder = path.join(root, "build/icons");
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];
/** ICNS type -> pixels; all hold PNG. */
const ICNS_TYPES = /** @type {const} */ ([
  ["icp4", 16],
  ["icp5", 32],
  ["ic11", 32],
  ["ic12", 64],
  ["ic07", 128],
  ["ic13", 256],
  ["ic08", 256],
  ["ic14", 512],
  ["ic09", 512],
  ["ic10", 1024],
]);
/** Share of the canvas that macOS icons leave free on each side. */
const MAC_MARGIN = 0.09;

const svg = readFileSync(path.join(folder, "icon.svg"), "utf8");
const executablePath = findBrowser();
if (executablePath === null) throw new Error("make-icons needs an installed Chromium-family browser");
const browser = await chromium.launch({ executablePath, args: quietSwitches() });
try {
  const page = await browser.newPage();
  /**
   * @param {number} size pixels
   * @param {number} [margin] share of the size on each side
   */
  const render = async (size, margin = 0) => {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(
      `<style>*{margin:0}svg{display:block;width:100vw;height:100vh;padding:${margin * size}px;box-sizing:border-box}</style>${svg}`,
    );
    return page.screenshot({ omitBackground: true, type: "png" });
  };

  mkdirSync(path.join(folder, "png"), { recursive: true });
  for (const size of LINUX_SIZES) writeFileSync(path.join(folder, `png/${size}x${size}.png`), await render(size));
  writeFileSync(path.join(root, "renderer/public/icon.svg"), svg);
  const ico = [];
  for (const size of ICO_SIZES) ico.push({ size, png: await render(size) });
  writeFileSync(path.join(folder, "icon.ico"), icoOf(ico));
  const icns = [];
  for (const [type, size] of ICNS_TYPES) icns.push({ type, png: await render(size, MAC_MARGIN) });
  writeFileSync(path.join(folder, "icon.icns"), icnsOf(icns));
} finally {
  await browser.close();
}

/**
 * An ICO file of PNG images (Windows Vista and later).
 * @param {{ size: number, png: Buffer }[]} images
 */
function icoOf(images) {
  const head = Buffer.alloc(6 + 16 * images.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of images.entries()) {
    const at = 6 + 16 * index;
    // 0 stands for 256.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...images.map(({ png }) => png)]);
}

/**
 * An ICNS file of PNG images (macOS 10.7 and later).
 * @param {{ type: string, png: Buffer }[]} images
 */
function icnsOf(images) {
  const parts = images.map(({ type, png }) => {
    const head = Buffer.alloc(8);
    head.write(type, 0, "latin1");
    head.writeUInt32BE(png.length + 8, 4);
    return Buffer.concat([head, png]);
  });
  const head = Buffer.alloc(8);
  head.write("icns", 0, "latin1");
  head.writeUInt32BE(8 + parts.reduce((sum, { length }) => sum + length, 0), 4);
  return Buffer.concat([head, ...parts]);
}
