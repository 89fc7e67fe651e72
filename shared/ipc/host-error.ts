/**
 * Errors that cross the host's door. Only an error's message survives Electron's context bridge, so a
 * machine-readable code travels at its end: "The disk is full. ... [disk-full]". The renderer shows its
 * own translated text for a code it knows, and the English message otherwise.
 */

export const HOST_ERROR_CODES = [
  "disk-full",
  "no-permission",
  "read-only",
  "file-locked",
  "file-too-large",
  "file-missing",
  "mirror-empty",
  "mirror-malformed",
  "refused",
  "invalid-arguments",
  "failed",
] as const;

export type HostErrorCode = (typeof HOST_ERROR_CODES)[number];

/** An error with a code; `message` says in English what is wrong and what to do. */
export class HostError extends Error {
  override readonly name = "HostError";
  readonly code: HostErrorCode;

  constructor(code: HostErrorCode, message: string, options?: ErrorOptions) {
    super(`${message} [${code}]`, options);
    this.code = code;
  }
}

/** The code at the end of an error's message; null for other errors. */
export function hostErrorCode(error: unknown): HostErrorCode | null {
  if (!(error instanceof Error)) return null;
  const code = /\[([a-z-]+)\]$/.exec(error.message)?.[1];
  return HOST_ERROR_CODES.find((known) => known === code) ?? null;
}

/** The message without its code, for people. */
export function hostErrorText(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/ \[[a-z-]+\]$/, "");
}
