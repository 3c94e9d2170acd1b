import { setWasmPaths, version_wasm } from "@tensorflow/tfjs-backend-wasm";
import { env } from "@tensorflow/tfjs-core";
import { ElbowBackendError } from "./errors.js";
import { withSharedMemory } from "./threads/shared-memory.js";

/** Where tfjs's WASM binary comes from. */
export interface TfjsWasmOptions {
  /** A folder or a map of files, for pages whose Content-Security-Policy forbids `connect-src blob:`. */
  readonly wasmPaths?: string | Record<string, string> | undefined;
  /** Have tfjs work in shared memory, so that threads can. Not with `wasmPaths`. Default false. */
  readonly shared?: boolean;
}

/**
 * Tells tfjs where its WASM binary is. In Node it finds the file beside itself; in a browser it gets the copy embedded
 * in this package, as a blob URL, so that nobody has to copy or serve files. Where memory is to be shared, it gets that copy
 * in Node too, with its memory declared shared.
 *
 * @throws ElbowBackendError `version-mismatch` if another version of tfjs-backend-wasm than the embedded one is installed.
 */
export async function locateTfjsWasm({ wasmPaths, shared = false }: TfjsWasmOptions = {}): Promise<void> {
  // The threaded build starts its workers from a page's own script, which bundlers have renamed; our kernels have threads of their own.
  if (!("WASM_HAS_MULTITHREAD_SUPPORT" in env().getFlags())) env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  if (wasmPaths !== undefined) {
    setWasmPaths(wasmPaths as Parameters<typeof setWasmPaths>[0]);
    return;
  }
  const isNode = typeof process !== "undefined" && process.versions?.node !== undefined;
  if (isNode && !shared) return;
  const { tfjsWasmSimdGzip, tfjsWasmVersion } = await import("./generated/tfjs-wasm.js");
  if (version_wasm !== tfjsWasmVersion) {
    throw new ElbowBackendError(
      "version-mismatch",
      `useBackend: expected @tensorflow/tfjs-backend-wasm ${tfjsWasmVersion}, got ${version_wasm}. ` +
        `Install ${tfjsWasmVersion}, or pass {wasmPaths} with the folder of that version's .wasm files.`,
    );
  }
  const binary = await gunzip(tfjsWasmSimdGzip);
  const url = URL.createObjectURL(
    new Blob([shared ? withSharedMemory(binary) : binary], { type: "application/wasm" }),
  );
  const files = {
    "tfjs-backend-wasm.wasm": url,
    "tfjs-backend-wasm-simd.wasm": url,
    "tfjs-backend-wasm-threaded-simd.wasm": url,
  };
  // In Node tfjs would take the URL for a path, unless it is told to fetch.
  setWasmPaths(files, isNode);
}

/** Unpacks base64 of gzip. */
async function gunzip(base64: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
