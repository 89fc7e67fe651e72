/**
 * What the installers are made of (electron-builder 26). `npm run dist` builds those of this system;
 * `npm run dist:check` asserts what can be asserted without downloads.
 */
import { flipAllFuses } from "./fuses.mjs";

/** @type {import("electron-builder").Configuration} */
export const configuration = {
  // APP_ID and DOCUMENT_EXTENSION of shared/contract.ts; dist:check compares them.
  appId: "app.parkwise.desktop",
  productName: "Parkwise",
  copyright: "Copyright © 2026 the Parkwise authors",
  directories: { output: "out", buildResources: "build/icons" },
  // The bundles hold all they need: no node_modules, no sources, no maps.
  files: [
    "package.json",
    "dist/electron/main.cjs",
    "dist/electron/preload.cjs",
    "dist/renderer/**/*",
    "!dist/renderer/service-worker*.js",
    "!dist/renderer/sw.js",
    "!**/*.map",
    "!node_modules/**/*",
  ],
  extraResources: [
    { from: "dist/licenses.txt", to: "licenses.txt" },
    { from: "build/icons/png/256x256.png", to: "icon.png" },
  ],
  asar: true,
  npmRebuild: false,
  compression: "normal",
  // Chromium's own texts (context menus of PDF, file pickers) in the languages of the interface.
  electronLanguages: ["en", "en-US", "vi"],
  removePackageScripts: true,
  publish: null,
  fileAssociations: [
    {
      ext: "parkwise",
      name: "Parkwise document",
      description: "Parkwise shortlists and profiles",
      mimeType: "application/x-parkwise+json",
      role: "Editor",
    },
  ],
  afterPack: flipAllFuses,
  artifactName: "${productName}-${version}-${os}-${arch}.${ext}",
  win: {
    icon: "build/icons/icon.ico",
    target: [
      { target: "nsis", arch: ["x64", "arm64"] },
      { target: "zip", arch: ["x64", "arm64"] },
    ],
  },
  nsis: {
    // For one user, without administrator's rights; the user chooses the folder.
    oneClick: false,
    perMachine: false,
    allowElevation: false,
    allowToChangeInstallationDirectory: true,
    // Shortlists outlive the program.
    deleteAppDataOnUninstall: false,
    // No update server, so no block map to download differences by.
    differentialPackage: false,
    artifactName: "${productName}-${version}-setup-${arch}.${ext}",
  },
  mac: {
    icon: "build/icons/icon.icns",
    category: "public.app-category.business",
    target: [
      { target: "dmg", arch: ["x64", "arm64"] },
      { target: "zip", arch: ["x64", "arm64"] },
    ],
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: "build/entitlements.mac.plist",
    entitlementsInherit: "build/entitlements.mac.plist",
    // Notarised when APPLE_API_KEY, APPLE_API_KEY_ID and APPLE_API_ISSUER are set, else not (with a warning).
    notarize: true,
  },
  dmg: { writeUpdateInfo: false },
  linux: {
    icon: "build/icons/png",
    category: "Office",
    synopsis: "Choose an industrial park in Vietnam",
    maintainer: "Parkwise",
    vendor: "Parkwise",
    executableName: "parkwise",
    syncDesktopName: true,
    target: [
      { target: "AppImage", arch: ["x64", "arm64"] },
      { target: "deb", arch: ["x64", "arm64"] },
      { target: "rpm", arch: ["x64", "arm64"] },
      { target: "tar.gz", arch: ["x64", "arm64"] },
    ],
  },
};

export default configuration;
