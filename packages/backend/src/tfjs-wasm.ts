import { setWasmPaths, version_wasm } from "@tensorflow/tfjs-backend-wasm";
import { env } from "@tensorflow/tfjs-core";
import { ElbowBackendError } from "./errors.js";

/**
 * Tells tfjs where its WASM binary is. In Node it finds the file beside itself; in a browser it gets the copy embedded
 * in this package, as a blob URL, so that nobody has to copy or serve files.
 *
 * @param wasmPaths a folder or a map of files, for pages whose Content-Security-Policy forbids `connect-src blob:`.
 * @throws ElbowBackendError `version-mismatch` if another version of tfjs-backend-wasm than the embedded one is installed.
 */
export async function locateTfjsWasm(wasmPaths?: string | Record<string, string>): Promise<void> {
  // The threaded build starts its workers from a page's own script, which bundlers have renamed; one thread works everywhere.
  if (!("WASM_HAS_MULTITHREAD_SUPPORT" in env().getFlags())) env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  if (wasmPaths !== undefined) {
    setWasmPaths(wasmPaths as Parameters<typeof setWasmPaths>[0]);
    return;
  }
  if (typeof process !== "undefined" && process.versions?.node) return;
  const { tfjsWasmSimdGzip, tfjsWasmVersion } = await import("./generated/tfjs-wasm.js");
  if (version_wasm !== tfjsWasmVersion) {
    throw new ElbowBackendError(
      "version-mismatch",
      `useBackend: expected @tensorflow/tfjs-backend-wasm ${tfjsWasmVersion}, got ${version_wasm}. ` +
        `Install ${tfjsWasmVersion}, or pass {wasmPaths} with the folder of that version's .wasm files.`,
    );
  }
  const url = URL.createObjectURL(await gunzip(tfjsWasmSimdGzip));
  setWasmPaths({
    "tfjs-backend-wasm.wasm": url,
    "tfjs-backend-wasm-simd.wasm": url,
    "tfjs-backend-wasm-threaded-simd.wasm": url,
  });
}

/** Unpacks base64 of gzip to a WASM blob. */
async function gunzip(base64: string): Promise<Blob> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Blob([await new Response(stream).arrayBuffer()], { type: "application/wasm" });
}
