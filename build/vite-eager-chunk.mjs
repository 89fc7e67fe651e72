/**
 * Puts every module that the app's entry imports statically into one chunk. Left alone, the bundler
 * splits what lazily loaded views share with the first screen into dozens of small files, each a request
 * and each compressed by itself.
 */

/** @typedef {{ isEntry: boolean, importers: readonly string[] } | null} Info */

/** A chunk group for the bundler's `codeSplitting.groups`. */
export function eagerChunk() {
  /** @type {Map<string, boolean>} */
  const known = new Map();
  /**
   * @param {string} id
   * @param {(id: string) => Info} info
   * @returns {boolean} whether the entry reaches the module by static imports alone
   */
  const isEager = (id, info) => {
    const before = known.get(id);
    if (before !== undefined) return before;
    // A cycle is eager only if something outside it is.
    known.set(id, false);
    const module = info(id);
    const eager = module !== null && (module.isEntry || module.importers.some((importer) => isEager(importer, info)));
    if (eager) known.set(id, true);
    else known.delete(id);
    return eager;
  };
  return {
    /**
     * @param {string} id
     * @param {{ getModuleInfo: (id: string) => Info }} context
     */
    name: (id, context) => (isEager(id, (other) => context.getModuleInfo(other)) ? "app" : null),
  };
}
