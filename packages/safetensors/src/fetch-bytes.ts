/**
 * The bytes of a file that lies beside a module, or is served elsewhere: fetched, or read from the disk where the address is a
 * `file:`.
 *
 * @param caller who speaks in an error.
 * @param url a URL, or a string; one without a protocol is taken from the page (`document.baseURI`), in a worker from its script,
 * and in Node from the working directory. For a default write `new URL("../weights/x.safetensors", import.meta.url)` as it
 * stands here: bundlers find the file by these words, and not if a variable is among them.
 * @throws Error if the bytes cannot be had, with what the server answered; also if it answered with a page in HTML, as
 * development servers do for files that they do not have.
 */
export async function fetchBytes(caller: string, url: string | URL): Promise<Uint8Array> {
  if (typeof url !== "string" && !(url instanceof URL))
    throw new TypeError(`${caller}: expected url to be a string or a URL, got ${typeof url}`);
  let address: URL;
  try {
    address = new URL(url, base());
  } catch (cause) {
    throw new TypeError(`${caller}: expected url to be an address, got ${JSON.stringify(String(url))}`, {
      cause,
    });
  }
  if (address.protocol === "file:") {
    // Not an import, so that a bundler for the browser finds nothing of Node to resolve.
    const files = globalThis.process.getBuiltinModule("node:fs/promises");
    return new Uint8Array(await files.readFile(address));
  }
  const response = await fetch(address);
  if (!response.ok)
    throw new Error(`${caller}: GET ${address} answered ${response.status} ${response.statusText}`);
  const type = response.headers.get("content-type") ?? "";
  if (/^text\/html\b/i.test(type))
    throw new Error(
      `${caller}: expected the file at ${address}, got a page of content type ${type}; ` +
        "serve the file, and pass its URL",
    );
  return new Uint8Array(await response.arrayBuffer());
}

/** What relative addresses are relative to. */
function base(): string | URL | undefined {
  const { document, location, process } = globalThis as {
    document?: { baseURI: string };
    location?: { href: string };
    process?: { getBuiltinModule?: NodeJS.Process["getBuiltinModule"]; cwd(): string };
  };
  if (document !== undefined) return document.baseURI;
  if (location !== undefined) return location.href;
  return process?.getBuiltinModule?.("node:url").pathToFileURL(`${process.cwd()}/`);
}
