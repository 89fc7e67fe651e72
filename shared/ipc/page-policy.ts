/**
 * The headers of every answer of `app://`, first of all the Content-Security-Policy. The browser twin's
 * server sends the same text without the two directives on trusted types.
 *
 * The policy allows the app's own files and nothing else: no inline script or style, no text turned into
 * code. 'wasm-unsafe-eval' lets the page compile the ranking kernel (WebAssembly, an own file); it does not
 * allow eval. Trusted types leave one way to name a script: the policy "default" of
 * renderer/host/trusted-types.ts, which passes the app's own worker files only.
 */

/** Directives in the order in which they are sent. */
export const CONTENT_SECURITY_POLICY: Readonly<Record<string, string>> = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "style-src": "'self'",
  "img-src": "'self' data: blob:",
  "font-src": "'self'",
  "connect-src": "'self'",
  "worker-src": "'self'",
  "manifest-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
  "object-src": "'none'",
  "require-trusted-types-for": "'script'",
  "trusted-types": "default",
};

/** The policy as one header value. */
export function contentSecurityPolicy(): string {
  return Object.entries(CONTENT_SECURITY_POLICY)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}

/** The headers of every answer, by name. */
export function pageHeaders(): Readonly<Record<string, string>> {
  return {
    "Content-Security-Policy": contentSecurityPolicy(),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy":
      "camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), payment=(), serial=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  };
}
