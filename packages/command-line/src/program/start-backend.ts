import { type BackendInfo, useBackend } from "@elbowjs/backend";
import { say } from "../terminal/print.js";

/** Makes tfjs ready, and says what computes. `choice` is `auto` or the name of a backend. */
export async function startBackend(choice: string, allowSoftwareGpu = false): Promise<BackendInfo> {
  const prefer = choice === "auto" ? {} : { prefer: [choice as "webgpu" | "wasm" | "cpu"] };
  const info = await useBackend({ allowSoftwareGpu, ...prefer });
  say(`Backend ${info.name}: ${info.reason}`);
  return info;
}
