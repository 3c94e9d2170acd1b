import { type BackendInfo, useBackend } from "@elbowjs/backend";

/** The backend of what is computed while the site is built: one for all of it, since tfjs has one at a time. */
export const buildBackend = (): Promise<BackendInfo> => useBackend({ prefer: ["wasm", "cpu"], threads: 1 });
