import type { ByteFile, Place } from "./byte-file.js";
import { openBlob } from "./byte-files/blob-file.js";
import { openLocal } from "./byte-files/local-file.js";
import { openRemote } from "./byte-files/remote-file.js";

/** Opens a file. `http:` and `https:` strings and URLs are fetched; other strings and `file:` URLs are paths. */
export async function openFile(place: Place, signal?: AbortSignal): Promise<ByteFile> {
  if (place instanceof Blob) return openBlob(place);
  if (place instanceof Uint8Array) return openBytes(place);
  const url = remoteUrl(place);
  return url === undefined ? openLocal(place) : openRemote(url, signal);
}

/** Bytes in memory. */
function openBytes(bytes: Uint8Array): ByteFile {
  return {
    name: "the bytes",
    bytes: bytes.length,
    async read(start, end, signal) {
      signal?.throwIfAborted();
      return new Uint8Array(bytes.subarray(start, end)); // Buffer's own slice would not copy
    },
    close: async () => {},
  };
}

/** The URL of a place that is fetched. In a page a string is one, relative to the page. */
function remoteUrl(place: string | URL): URL | undefined {
  if (place instanceof URL) return place.protocol === "file:" ? undefined : place;
  if (/^https?:\/\//i.test(place)) return new URL(place);
  const page = (globalThis as { document?: { baseURI: string } }).document?.baseURI;
  return page === undefined ? undefined : new URL(place, page);
}
