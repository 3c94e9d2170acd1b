import { ElbowDataError } from "../data-error.js";
import { nodeModule } from "../node-module.js";
import type { FileCache } from "./file-cache.js";

/** A draft holds bytes that are in memory already; one that is older was left by a process that is gone. Milliseconds. */
const staleAfter = 600_000;

/** A cache in a folder, in Node. */
export class FolderCache implements FileCache {
  readonly place: string;
  readonly #caller: string;

  /**
   * @param caller Name of the public function, for errors.
   * @param name The package whose files it keeps.
   * @param folder Default: `elbow/<name>` in the platform's folder for caches.
   */
  constructor(caller: string, name: string, folder?: string) {
    this.#caller = caller;
    this.place = folder ?? nodeModule("node:path")!.join(platformCacheFolder(), "elbow", name);
  }

  async read(file: string, most: number): Promise<Uint8Array | undefined> {
    const fs = nodeModule("node:fs/promises")!;
    try {
      const { size } = await fs.stat(this.#path(file));
      if (size > most) return new Uint8Array(0); // no file of ours; as damaged as an empty one
      const { buffer, byteOffset, length } = await fs.readFile(this.#path(file));
      return new Uint8Array(buffer, byteOffset, length);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === "ENOENT" || code === "ENOTDIR") return undefined;
      throw this.#fault("read", error);
    }
  }

  /** @throws ElbowDataError with code `cache` if the folder cannot be made or written to. */
  async prepare(): Promise<void> {
    const fs = nodeModule("node:fs/promises")!;
    try {
      await makeFolder(this.place);
      await fs.access(this.place, fs.constants.W_OK);
    } catch (error) {
      throw this.#fault("write", error);
    }
  }

  /**
   * Writes beside the file and renames, which a file system does at once: another process sees the old file or the
   * new one, never half of one, and the last of two writers wins with the same verified bytes. Drafts of the same file that
   * killed processes left ten minutes ago or longer are removed.
   *
   * @throws ElbowDataError with code `cache` if the file cannot be written.
   */
  async write(file: string, bytes: Uint8Array): Promise<void> {
    const fs = nodeModule("node:fs/promises")!;
    const path = this.#path(file);
    const draft = `${path}.${crypto.randomUUID()}.part`;
    try {
      await makeFolder(nodeModule("node:path")!.dirname(path));
      await this.#removeStaleDrafts(path);
      await fs.writeFile(draft, bytes, { flush: true });
      await fs.rename(draft, path);
    } catch (error) {
      await fs.rm(draft, { force: true }).catch(() => {});
      throw this.#fault("write", error);
    }
  }

  async #removeStaleDrafts(path: string): Promise<void> {
    const fs = nodeModule("node:fs/promises")!;
    const { basename, dirname, join } = nodeModule("node:path")!;
    for (const name of await fs.readdir(dirname(path))) {
      if (
        !name.startsWith(`${basename(path)}.`) ||
        !/\.[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\.part$/.test(name)
      )
        continue;
      const draft = join(dirname(path), name);
      const age = await fs.stat(draft).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0, // gone since
      );
      if (age > staleAfter) await fs.rm(draft, { force: true });
    }
  }

  #path(file: string): string {
    return nodeModule("node:path")!.join(this.place, file);
  }

  #fault(action: "read" | "write", cause: unknown): ElbowDataError {
    const { code } = cause as { code?: string };
    return new ElbowDataError(
      "cache",
      `${this.#caller}: expected to ${action} the cache ${this.place}, got ${code ?? cause}; pass { cacheDir } with another folder, or { cache: false }`,
      { cause },
    );
  }
}

/**
 * Makes a folder and those above it. Node's own `recursive` never returns where the file system says of a folder that is there
 * that it is not, as /proc does.
 */
async function makeFolder(path: string): Promise<void> {
  const fs = nodeModule("node:fs/promises")!;
  const isFolder = (): Promise<boolean> =>
    fs.stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
  if (await isFolder()) return;
  const above = nodeModule("node:path")!.dirname(path);
  if (above !== path) await makeFolder(above);
  try {
    await fs.mkdir(path);
  } catch (error) {
    if (!(await isFolder())) throw error; // another process may have made it in between
  }
}

/**
 * The folder in which this platform keeps caches.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/ for Linux.
 */
function platformCacheFolder(): string {
  const { homedir } = nodeModule("node:os")!;
  const { join } = nodeModule("node:path")!;
  const { platform, env } = process;
  if (platform === "darwin") return join(homedir(), "Library", "Caches");
  if (platform === "win32") return env["LOCALAPPDATA"] || join(homedir(), "AppData", "Local");
  return env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
}
