/** Made-up data and a host in memory, for the tests of this folder and the fault tests. Not in the app. */

import type { ShortlistDraft } from "../../renderer/data/user-data";
import { type CopyKind, rotate } from "../../shared/document/rotation";
import type { Host, MirrorEntry, ShellEvent } from "../../shared/ipc/host";
import type { FactEdit } from "../../shared/model/overlay";
import { NO_FILTERS, type Profile, type SavedProfile } from "../../shared/model/profile";
import type { Shortlist } from "../../shared/model/shortlist";

export const SAMPLE_PROFILE: Profile = {
  weighting: {
    mode: "points",
    points: { "proximity-china": 60, "land-rent": 40 },
    locked: ["land-rent"],
    groupPoints: { location: 50, land: 50, labour: 0, green: 0, smart: 0, track: 0 },
    order: [["proximity-china"], ["land-rent"]],
    swing: null,
    pairwise: { "proximity-china|land-rent": 3 },
  },
  valueFunctions: {
    "land-rent": {
      type: "piecewise",
      points: [
        [50, 1],
        [150, 0],
      ],
    },
  },
  gates: [{ id: "g1", criterionId: "land-rent", op: "at-most", limit: 120, unknownPasses: true }],
  waivers: [
    { gateId: "g1", siteId: "vsip-bac-ninh", reason: "Đã thương lượng", grantedAt: "2026-11-01T08:00:00.000Z" },
  ],
  unknownPolicy: "neutral",
  sectors: ["electronics"],
  preset: null,
};

/** A shortlist to be created; the name also fills its notes, so that a torn record shows. */
export function draftOf(name: string, sites = 3): ShortlistDraft {
  const siteIds = Array.from({ length: sites }, (_, i) => `site-${i}`);
  return {
    name,
    note: `note of ${name}`,
    siteIds,
    siteNotes: Object.fromEntries(siteIds.map((id) => [id, `${name} on ${id}`])),
    snapshot: {
      profile: SAMPLE_PROFILE,
      filters: { ...NO_FILTERS, regions: ["north"] },
      catalogueVersion: "2026.11.01",
      catalogueHash: "a".repeat(64),
      engineVersion: "1",
      ranked: 547,
      ranking: siteIds.map((siteId, index) => ({
        siteId,
        name: `Khu công nghiệp ${siteId}`,
        rank: index + 1,
        score: 0.9 - index * 0.01,
        low: 0.5,
        high: 1,
        sourcedShare: 0.5,
        estimatedShare: 0.25,
        unknownShare: 0.25,
      })),
    },
  };
}

export function shortlistOf(id: string, name = id, updatedAt = "2026-11-02T00:00:00.000Z"): Shortlist {
  return { id, ...draftOf(name), createdAt: "2026-11-01T00:00:00.000Z", updatedAt };
}

export function profileOf(id: string, name = id, savedAt = "2026-11-02T00:00:00.000Z"): SavedProfile {
  return { id, name, savedAt, profile: SAMPLE_PROFILE };
}

/** An edit by hand of a park's land rent. */
export function editOf(id: string, parkId = "vsip-bac-ninh", editedAt = "2026-11-02T00:00:00.000Z"): FactEdit {
  return {
    id,
    parkId,
    field: "landRentUsdPerM2Term",
    place: null,
    action: "set",
    value: 123,
    asOf: "2026-10",
    source: { title: "Offer of the developer", url: "https://example.com/offer" },
    note: "",
    editedAt,
    importId: null,
    baseline: null,
    revertedAt: null,
  };
}

export interface MemoryHost extends Host {
  readonly copies: Map<string, { readonly savedAt: string; readonly text: string }>;
  /** When set, writing a mirror fails with it. */
  failWith: Error | null;
  emit(event: ShellEvent): Promise<void>;
}

/** A host whose mirror is a map. */
export function memoryHost(): MemoryHost {
  const copies: MemoryHost["copies"] = new Map();
  const listeners = new Set<(event: ShellEvent) => void | Promise<void>>();
  let counter = 0;
  const never = () => Promise.reject(new Error("not in this host"));
  const host: MemoryHost = {
    kind: "browser",
    copies,
    failWith: null,
    async writeMirror(text) {
      if (host.failWith !== null) throw host.failWith;
      const savedAt = new Date(Date.now() + counter).toISOString();
      copies.set(`copy-${counter++}`, { savedAt, text });
      return { savedAt, bytes: text.length };
    },
    async listMirrors(): Promise<readonly MirrorEntry[]> {
      const entries = [...copies].map(([id, { savedAt, text }]) => ({ id, savedAt, bytes: text.length }));
      return rotate(entries).keep satisfies readonly { kind: CopyKind }[];
    },
    readMirror: async (id) => copies.get(id)?.text ?? null,
    appInfo: never,
    saveFile: never,
    openFile: never,
    openSource: async () => false,
    revealDataFolder: async () => false,
    printToPdf: never,
    setPreferences: async () => {},
    onShellEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async emit(event) {
      for (const listener of listeners) await listener(event);
    },
  };
  return host;
}
