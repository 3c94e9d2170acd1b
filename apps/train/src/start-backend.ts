import { type BackendInfo, useBackend } from "@elbowjs/backend";
import type { Settings } from "./command-line.js";

/** Starts the backend that the settings ask for, and says which one it is. */
export async function startBackend({ backend, allowSoftwareGpu }: Settings): Promise<BackendInfo> {
  const info = await useBackend({ allowSoftwareGpu, ...(backend === "auto" ? {} : { prefer: [backend] }) });
  console.log(`Backend: ${info.name} (${info.reason})`);
  return info;
}
