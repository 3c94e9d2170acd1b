const BLOCK = 512;

/** Most bytes that an archive of the data may unpack to; the real one has 2.1 MB. */
const MOST = 16 * 1024 * 1024;

/** The bytes of a gzip file, refused once they are more than the data can be. */
async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST) {
      await reader.cancel();
      throw new RangeError(`tarMember: expected an archive of at most ${MOST} bytes, got more`);
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/**
 * The text of one file of a gzipped tar archive.
 *
 * @param ending How the file's name ends.
 * @throws RangeError if there is no such file, or the archive is cut short or too large.
 */
export async function tarMember(archive: Uint8Array<ArrayBuffer>, ending: string): Promise<string> {
  const tar = await gunzip(archive);
  const ascii = (start: number, length: number): string =>
    new TextDecoder()
      .decode(tar.subarray(start, start + length))
      .replace(/\0.*$/s, "")
      .trim();
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const [name, size] = [ascii(at, 100), Number.parseInt(ascii(at + 124, 12) || "0", 8)];
    const start = at + BLOCK;
    if (!(size >= 0) || start + size > tar.length) break;
    if (name.endsWith(ending)) return new TextDecoder().decode(tar.subarray(start, start + size));
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw new RangeError(`tarMember: expected a whole archive with a file ${ending}, got one without`);
}
