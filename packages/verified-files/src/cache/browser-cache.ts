import type { FileCache } from "./file-cache.js";

/** A cache in the browser's Cache API, which answers with whole entries only. */
export class BrowserCache implements FileCache {
  readonly place = "browser cache";
  readonly #name: string;

  /** @param name The package whose files it keeps: its entries are in `elbow-<name>`. */
  constructor(name: string) {
    this.#name = `elbow-${name}`;
  }

  async read(file: string): Promise<Uint8Array | undefined> {
    const response = await (await caches.open(this.#name)).match(this.#key(file));
    return response === undefined ? undefined : new Uint8Array(await response.arrayBuffer());
  }

  async prepare(): Promise<void> {
    await caches.open(this.#name);
  }

  async write(file: string, bytes: Uint8Array): Promise<void> {
    await (await caches.open(this.#name)).put(
      this.#key(file),
      new Response(bytes as Uint8Array<ArrayBuffer>, {
        headers: { "content-type": "application/octet-stream", "content-length": String(bytes.length) },
      }),
    );
  }

  /** Entries are filed under addresses; nothing is ever requested from this one. */
  #key(file: string): string {
    return new URL(`/${this.#name}/${file}`, location.origin).href;
  }
}
