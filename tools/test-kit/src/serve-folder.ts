import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** How a folder is served. */
export interface ServeOptions {
  /** The path below which it lies. Default "/". */
  readonly base?: string;
  /** Sent with every file. Default none. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Serves a folder on a free port of this machine, as any static host would; `url` ends in a slash. */
export async function serveFolder(
  folder: string,
  { base = "/", headers = {} }: ServeOptions = {},
): Promise<{ readonly url: string; close(): void }> {
  const server = createServer(async ({ url = "/" }, response) => {
    const path = normalize(decodeURIComponent(new URL(url, "http://localhost").pathname));
    try {
      if (!path.startsWith(base)) throw new Error(`${path} is outside ${base}`);
      let file = join(folder, path.slice(base.length));
      if ((await stat(file)).isDirectory()) file = join(file, "index.html");
      const { size } = await stat(file);
      response.writeHead(200, {
        "content-type": types[extname(file)] ?? "application/octet-stream",
        "content-length": size,
        ...headers,
      });
      createReadStream(file).pipe(response);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: encodeURI(`http://127.0.0.1:${port}${base}`), close: () => void server.close() };
}
