import { crc32, deflateSync } from "node:zlib";

/** A PNG file of these chunks, right or wrong. */
export function pngOf(
  header: {
    width: number;
    height: number;
    depth?: number;
    colour?: number;
    interlaced?: boolean;
  },
  data: Uint8Array,
  more: readonly (readonly [name: string, content: Uint8Array])[] = [],
): Buffer {
  const { width, height, depth = 8, colour = 0, interlaced = false } = header;
  const ihdr = Buffer.alloc(13);
  ihdr.writeUInt32BE(width, 0);
  ihdr.writeUInt32BE(height, 4);
  ihdr.set([depth, colour, 0, 0, interlaced ? 1 : 0], 8);
  const chunk = (name: string, content: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(name, "latin1"), content]);
    const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    crc.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, crc]);
  };
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const chunks = [["IHDR", ihdr], ...more, ["IDAT", deflateSync(data)], ["IEND", Buffer.alloc(0)]] as const;
  return Buffer.concat([signature, ...chunks.map(([name, content]) => chunk(name, content))]);
}
