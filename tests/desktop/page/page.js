// A page that reports what the shell sends it and what the policy blocked.
globalThis.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  globalThis.violations.push(event.violatedDirective);
});
globalThis.shellEvents = [];
globalThis.host?.onShellEvent(async (event) => {
  globalThis.shellEvents.push(event);
  if (event.type === "closing")
    await globalThis.host.writeMirror(globalThis.closingDocument ?? '{"format":"parkwise","counts":{}}');
});
globalThis.ready = true;
