import type { ByteFile } from "../byte-file.js";
import { RowFileError } from "../row-file-error.js";

/** A file that a user chose. */
export function openBlob(blob: Blob): ByteFile {
  const name = (blob as { name?: string }).name ?? "the blob";
  return {
    name,
    bytes: blob.size,
    async read(start, end, signal) {
      signal?.throwIfAborted();
      try {
        return new Uint8Array(await blob.slice(start, end).arrayBuffer());
      } catch (cause) {
        throw new RowFileError(
          "changed",
          `${name}: expected the file that was chosen, got one that changed or went`,
          {
            cause,
          },
        );
      }
    },
    close: async () => {},
  };
}
