/** A whole language in one module, made by `build/vite-messages.mjs`. */
declare module "virtual:messages/*" {
  import type { Messages } from "@lingui/core";

  const areas: Readonly<Record<string, Messages>>;
  export default areas;
}
