/** Says in words what a failed file operation means and what to do about it. */
import { HostError, type HostErrorCode } from "../../shared/ipc/host-error";

const MEANINGS: Readonly<Record<string, readonly [HostErrorCode, string]>> = {
  ENOSPC: ["disk-full", "the disk is full. Free some space and try again"],
  EDQUOT: ["disk-full", "your disk quota is used up. Free some space and try again"],
  EROFS: ["read-only", "the disk is read-only. Choose another folder"],
  EACCES: ["no-permission", "writing or reading there is not allowed. Choose another folder"],
  EPERM: [
    "no-permission",
    "the system does not allow it, or another program holds the file. Close it there or choose another folder",
  ],
  EBUSY: ["file-locked", "another program holds the file. Close it there and try again"],
  ENOENT: ["file-missing", "the file or its folder is not there any more"],
  ENOTDIR: ["file-missing", "the file or its folder is not there any more"],
  EISDIR: ["failed", "that name is a folder"],
};

/**
 * @param name the file's name for display, without its folder
 * @returns the error itself when it is a HostError already
 */
export function fileError(error: unknown, name: string): HostError {
  if (error instanceof HostError) return error;
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "";
  const [kind, meaning] = MEANINGS[code] ?? ["failed", `the system says: ${String(error)}`];
  return new HostError(kind, `${name}: ${meaning}.`, { cause: error });
}
