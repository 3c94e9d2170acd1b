import type { ByteFile } from "../byte-file.js";
import { RowFileError } from "../row-file-error.js";

/** Node's file system, asked for only where paths are, so that bundlers for pages leave it out. */
type FileSystem = typeof import("node:fs/promises");

/** A file on a disk, held open, so that its bytes stay readable when its name is taken away. */
export async function openLocal(path: string | URL): Promise<ByteFile> {
  const name = String(path);
  const module = "node:fs/promises";
  const { open }: FileSystem = await import(/* @vite-ignore */ /* webpackIgnore: true */ module);
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === "ENOENT"
      ? new RowFileError("missing", `${name}: expected a file, got none`, { cause })
      : new RowFileError("unreadable", `${name}: expected a file that can be read, got ${cause.code}`, {
          cause,
        });
  });
  const { size, mtimeMs } = await file.stat();
  return {
    name,
    bytes: size,
    async read(start, end, signal) {
      signal?.throwIfAborted();
      const out = new Uint8Array(end - start);
      for (let at = 0; at < out.length; ) {
        const { bytesRead } = await file.read(out, at, out.length - at, start + at);
        signal?.throwIfAborted();
        if (bytesRead === 0) break;
        at += bytesRead;
      }
      const now = await file.stat();
      if (now.size !== size || now.mtimeMs !== mtimeMs)
        throw new RowFileError(
          "changed",
          `${name}: expected the file of ${size} bytes that was opened, got one that was written to since`,
        );
      return out;
    },
    close: () => file.close(),
  };
}
