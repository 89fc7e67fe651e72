/** The WebAssembly kernel of the ranking as the page loads it (`'wasm-unsafe-eval'` in its content security policy). */
import kernelUrl from "../../.cache/wasm/ranking-kernel.wasm?url";

/** The compiled kernel; null where the file cannot be had, or the page may not compile it. */
export async function compiledKernel(): Promise<WebAssembly.Module | null> {
  try {
    const response = await fetch(kernelUrl);
    return response.ok ? await WebAssembly.compile(await response.arrayBuffer()) : null;
  } catch {
    return null;
  }
}
