import { fileURLToPath } from "node:url";

/** The built site. */
export const siteFolder: string = fileURLToPath(new URL("../dist/", import.meta.url));
