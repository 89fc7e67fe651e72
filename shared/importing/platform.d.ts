/** The parts of the WHATWG encoding standard and of timers that pages, workers and Node have alike. */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}
declare function setTimeout(run: () => void, milliseconds: number): unknown;
