/**
 * The bytes of a file of this package, or of one served elsewhere: fetched, or read from the disk where the address is a `file:`.
 *
 * @throws Error if they cannot be had.
 */
export async function fetchBytes(who: string, url: URL): Promise<Uint8Array> {
  if (url.protocol === "file:") {
    // Not an import, so that a bundler for the browser finds nothing of Node to resolve.
    const files = globalThis.process.getBuiltinModule("node:fs/promises");
    return new Uint8Array(await files.readFile(url));
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${who}: GET ${url} answered ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}
