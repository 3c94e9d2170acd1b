import { checkKinds } from "@elbowjs/arguments";
import { ElbowDataError } from "./data-error.js";

/**
 * SHA-256 of the bytes, as 64 lower-case hexadecimal digits.
 *
 * @throws TypeError for what is no Uint8Array; ElbowDataError with code `platform` on a page that is neither https nor localhost, where browsers have no
 *   `crypto.subtle`.
 */
export async function sha256(bytes: Uint8Array): Promise<string> {
  checkKinds("sha256", { bytes: [bytes, "Uint8Array"] });
  const subtle = globalThis.crypto?.subtle;
  if (subtle === undefined)
    throw new ElbowDataError(
      "platform",
      "sha256: expected a secure context (https or localhost), got a page without crypto.subtle; serve it from one",
    );
  const digest = new Uint8Array(await subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
