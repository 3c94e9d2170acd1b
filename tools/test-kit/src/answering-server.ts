import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a local server was asked: path, and Range header if any. */
export interface Request {
  path: string;
  range: string | undefined;
}

/** A server on 127.0.0.1 that answers as the test says; `attempt` counts the requests of each path from 0. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse, attempt: number) => void,
): Promise<{ url: string; requests: Request[]; close: () => Promise<void> }> {
  const requests: Request[] = [];
  const server = createServer((request, response) => {
    const path = request.url!;
    const attempt = requests.filter((earlier) => earlier.path === path).length;
    requests.push({ path, range: request.headers.range });
    answer(request, response, attempt);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with the bytes, from the asked range on if there is one. */
export function send(request: IncomingMessage, response: ServerResponse, bytes: Uint8Array): void {
  const start = /^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1];
  if (start === undefined) {
    response.writeHead(200, { "content-length": bytes.length }).end(bytes);
    return;
  }
  const from = Number(start);
  response
    .writeHead(206, {
      "content-length": bytes.length - from,
      "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
    })
    .end(bytes.subarray(from));
}

/** Promises all the bytes, sends the first `length` of them, and breaks off. */
export function sendShort(response: ServerResponse, bytes: Uint8Array, length: number): void {
  response.writeHead(200, { "content-length": bytes.length });
  response.write(bytes.subarray(0, length), () => setTimeout(() => response.destroy(), 20));
}
