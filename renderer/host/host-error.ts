/** Errors of the browser's host; `messageKey` is `host.error.<code>` and takes `{detail}`. */
export type HostErrorCode = "too-large" | "unreadable" | "unwritable" | "mirror";

export class HostError extends Error {
  override readonly name = "HostError";
  readonly code: HostErrorCode;
  readonly detail: string;
  readonly messageKey: string;

  constructor(code: HostErrorCode, message: string, detail: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.detail = detail;
    this.messageKey = `host.error.${code}`;
  }
}
