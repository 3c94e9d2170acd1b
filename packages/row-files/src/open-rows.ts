import { checkChoices, checkKinds, checkNumbers, checkOptions, refusal, shown } from "@elbowjs/arguments";
import type { ByteFile, Place } from "./byte-file.js";
import { checkLength, type FileHeader, readHeader } from "./file-header.js";
import { openFile } from "./open-file.js";
import { RowFileError } from "./row-file-error.js";
import { RowFiles, type Shard } from "./row-files.js";
import { bytesOf, VALUE_TYPES, type ValueType } from "./value-type.js";

/** Numbers without a header. */
export interface RawRows {
  /** Shape of one row. */
  readonly shape: readonly number[];
  /** Type of the numbers, little-endian. Default `"float32"`. */
  readonly type?: ValueType;
}

/** Options of {@link openRows}. */
export interface OpenRowsOptions {
  /** The files have no header: numbers alone. Default: NPY or IDX. */
  readonly raw?: RawRows;
  /** Stops it. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens files of rows as one source, the rows of the second after those of the first. Nothing but headers is read until rows
 * are asked for. All files must have rows of one shape and one type.
 *
 * @param places One file or several shards: paths (in Node), URLs of servers that answer range requests, or `Blob`s.
 * @throws RowFileError whose code says what is wrong with which file; TypeError or RangeError for the arguments.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export async function openRows(
  places: Place | readonly Place[],
  options: OpenRowsOptions = {},
): Promise<RowFiles> {
  checkOptions("openRows", options, ["raw", "signal"]);
  checkKinds("openRows", { signal: [options.signal, "AbortSignal or undefined"] });
  const { raw, signal } = options;
  if (raw !== undefined) checkRaw(raw);
  const list = Array.isArray(places) ? (places as readonly Place[]) : [places as Place];
  if (list.length === 0) throw refusal(new RangeError("openRows: expected at least one file, got none"));
  for (const place of list)
    if (
      !(
        typeof place === "string" ||
        place instanceof URL ||
        place instanceof Blob ||
        place instanceof Uint8Array
      )
    )
      throw refusal(new TypeError(`openRows: expected files as paths, URLs or Blobs, got ${shown(place)}`));
  const shards: Shard[] = [];
  try {
    for (const place of list) shards.push(await openShard(place, raw, signal, shards[0]));
  } catch (error) {
    await Promise.all(shards.map(({ file }) => file.close()));
    throw error;
  }
  return new RowFiles(shards);
}

async function openShard(
  place: Place,
  raw: RawRows | undefined,
  signal: AbortSignal | undefined,
  first: Shard | undefined,
): Promise<Shard> {
  const file = await openFile(place, signal);
  try {
    if (file.bytes === 0) throw new RowFileError("empty", `${file.name}: expected rows, got 0 bytes`);
    const header = raw === undefined ? await readHeader(file, signal) : rawHeader(file, raw);
    const [size = 0, ...shape] = header.shape;
    if (size === 0 || shape.some((side) => side === 0))
      throw new RowFileError("empty", `${file.name}: expected rows, got an array of [${header.shape}]`);
    const width = rowsOf(header);
    const wanted = first && rowsOf(first.header);
    if (wanted !== undefined && width !== wanted)
      throw new RowFileError(
        "width",
        `${file.name}: expected ${wanted} as in ${first!.file.name}, got ${width}`,
      );
    return { file, header, size };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Shape and type of the rows, in words. */
function rowsOf({ type, littleEndian, shape }: FileHeader): string {
  const order = bytesOf(type) === 1 ? "" : littleEndian ? "little-endian " : "big-endian ";
  return `${order}${type} rows of [${shape.slice(1)}]`;
}

function rawHeader(file: ByteFile, { shape, type = "float32" }: RawRows): FileHeader {
  const bytes = shape.reduce((a, b) => a * b, bytesOf(type));
  if (file.bytes % bytes !== 0)
    throw new RowFileError(
      "width",
      `${file.name}: expected whole rows of ${bytes} bytes (${type} of [${shape}]), got ${file.bytes} bytes`,
    );
  const header = { type, littleEndian: true, shape: [file.bytes / bytes, ...shape], offset: 0 };
  checkLength(file, header);
  return header;
}

function checkRaw(raw: RawRows): void {
  checkOptions("openRows, raw", raw, ["shape", "type"]);
  const { shape, type = "float32" } = raw;
  checkChoices("openRows, raw", { type: [type, VALUE_TYPES] });
  if (!Array.isArray(shape) || shape.length === 0)
    throw refusal(new TypeError(`openRows, raw: expected shape as a list of sizes, got ${shown(shape)}`));
  for (const side of shape) checkNumbers("openRows, raw", { shape: [side, "integer ≥ 1"] });
}
