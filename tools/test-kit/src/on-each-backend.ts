import { beforeAll, describe } from "vitest";
import { findTestGpu } from "./test-gpu.js";
import { isThorough } from "./thorough.js";

/** What tfjs computes on. */
export type BackendName = "cpu" | "wasm" | "webgpu";

/** `useBackend` of @elbowjs/backend, which is handed in: that package's own tests stand on this one. */
export type UseBackend = (options: {
  readonly prefer: readonly BackendName[];
  readonly allowSoftwareGpu: boolean;
}) => Promise<unknown>;

/** Whether there is a GPU to test on, if only a software one. */
export const hasGpu: boolean = await findTestGpu();

/**
 * The backends to test models on here. On a software GPU a training takes minutes, and Node's Dawn is Chromium's: the page has
 * these tests always, Node only among everything.
 */
export const backendsHere: readonly BackendName[] =
  hasGpu && ("document" in globalThis || isThorough("models on WebGPU in Node, as in Chromium"))
    ? ["cpu", "wasm", "webgpu"]
    : ["cpu", "wasm"];

/** {@link backendsHere}, but WebGPU only among everything: for models whose layers and losses other suites show there. */
export const backendsOfVariants: readonly BackendName[] = backendsHere.filter(
  (name) => name !== "webgpu" || isThorough("variants of models on WebGPU"),
);

/** Runs a suite on each of these backends; one that is not among {@link backendsHere} is skipped. */
export function onEachBackend(
  useBackend: UseBackend,
  names: readonly BackendName[],
  suite: (name: BackendName) => void,
): void {
  for (const name of names) {
    describe.skipIf(!backendsHere.includes(name))(`on ${name}`, () => {
      beforeAll(async () => {
        await useBackend({ prefer: [name], allowSoftwareGpu: true });
      });
      suite(name);
    });
  }
}
