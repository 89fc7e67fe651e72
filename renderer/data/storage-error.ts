/**
 * The one error of everything that stores and loads. Each carries a code that the interface turns
 * into a message (`storage.error.<code>`) saying what is wrong and what to do.
 */

export const STORAGE_ERROR_CODES = [
  /** The disk or the browser's quota is full, or cannot be written. Nothing of the failed save was kept. */
  "quota",
  /** Another window keeps an older version open and the upgrade has to wait. */
  "blocked",
  /** The database was written by a newer Parkwise. It is left alone. */
  "newer",
  /** The database cannot be opened or read. */
  "damaged",
  /** The browser refuses storage (private window, policy, blocked site data). */
  "refused",
  /** The connection was closed: another window upgrades or deletes the database. */
  "closed",
  /** The record is not there (any more). */
  "not-found",
  /** The record breaks the data's rules; `detail` names the place. */
  "invalid",
  /** The built-in catalogue cannot be fetched. */
  "catalogue-missing",
  /** The built-in catalogue is not what its hash says, or breaks its form. */
  "catalogue-damaged",
  /** The built-in catalogue was made for a newer app. */
  "catalogue-newer",
  /** A `.parkwise` document cannot be used; `detail` says why and where. */
  "document",
  "unknown",
] as const;

export type StorageErrorCode = (typeof STORAGE_ERROR_CODES)[number];

export class StorageError extends Error {
  override readonly name = "StorageError";
  readonly code: StorageErrorCode;
  /** Key of the message for the user; takes `{detail}`. */
  readonly messageKey: string;
  /** Technical detail: what the layer below said, or the place in the data. */
  readonly detail: string;

  constructor(code: StorageErrorCode, detail = "", cause?: unknown) {
    super(detail === "" ? code : `${code}: ${detail}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.messageKey = `storage.error.${code}`;
    this.detail = detail;
  }
}

const CODE_BY_NAME: Readonly<Record<string, StorageErrorCode>> = {
  QuotaExceededError: "quota",
  VersionError: "newer",
  DatabaseClosedError: "closed",
  InvalidStateError: "closed",
  SecurityError: "refused",
  NotAllowedError: "refused",
  MissingAPIError: "refused",
  UnknownError: "damaged",
  NotReadableError: "damaged",
  DataError: "invalid",
  DataCloneError: "invalid",
  ConstraintError: "invalid",
  NotFoundError: "damaged",
};

/**
 * Translates what Dexie or IndexedDB threw. Looks through wrapped errors for the cause: an aborted
 * transaction or a failed open hides the reason one or two levels down.
 */
export function toStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const seen = new Set<unknown>();
  let detail = "";
  let found: StorageErrorCode | undefined;
  let aborted = false;
  for (let at: unknown = error; at !== null && typeof at === "object" && !seen.has(at); at = below(at)) {
    seen.add(at);
    const { name, message } = at as { name?: unknown; message?: unknown };
    if (detail === "") detail = `${String(name)}: ${String(message)}`;
    // A full disk may arrive as an unknown error or an abort; only its words tell.
    if (
      /quota|disk (is )?full|full disk|no space|NO_SPACE|failed to write|IOError/i.test(
        `${String(name)} ${String(message)}`,
      )
    ) {
      return new StorageError("quota", detail, error);
    }
    found = CODE_BY_NAME[String(name)] ?? found;
    aborted ||= name === "AbortError";
  }
  // Nothing here aborts a transaction without an error of its own; below, only a disk that cannot be written does.
  if (aborted) found ??= "quota";
  return new StorageError(found ?? "unknown", detail === "" ? String(error) : detail, error);
}

function below(error: object): unknown {
  const { inner, cause } = error as { inner?: unknown; cause?: unknown };
  return inner ?? cause ?? null;
}
