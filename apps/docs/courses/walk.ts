import { type Answer, exists, type Row, text } from "./table.js";

/** Computes the answers of rows, by their ids. */
export type Checks = Readonly<Record<string, () => unknown>>;

/** What the walk found of one row: nothing wrong, or what. */
export interface Finding {
  readonly row: Row;
  readonly fault: string | undefined;
}

/** Holds every row of the table against its check. */
export function walk(table: readonly Row[], checks: Checks): Finding[] {
  return table.map((row) => ({ row, fault: faultOf(row, checks[row.id]) }));
}

function faultOf(row: Row, check: (() => unknown) | undefined): string | undefined {
  switch (row.status) {
    case "missing":
      return check === undefined ? undefined : "a row that is missing has a check: is it built by now?";
    case "measured":
      if (row.file === undefined || row.words === undefined) return "a measured row needs file and words";
      if (!exists(row.file)) return `${row.file} does not exist`;
      return text(row.file).includes(row.words) ? undefined : `${row.file} does not say "${row.words}"`;
    case "built":
      if (check === undefined) return "no check";
      if (row.number === undefined) return "no number to check";
      return difference(plain(check()), row.number, row.tolerance ?? 0, "");
    default:
      return `unknown status ${String(row.status satisfies never)}`;
  }
}

/** Matrices and typed arrays as nested arrays. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null && "to2DArray" in value)
    return (value as { to2DArray(): number[][] }).to2DArray();
  return value;
}

/** Where and by how much a value differs from the expected one. */
function difference(got: unknown, expected: Answer, tolerance: number, place: string): string | undefined {
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length)
      return `expected ${expected.length} entries${place && ` at ${place}`}, got ${JSON.stringify(got)}`;
    for (const [i, entry] of expected.entries()) {
      const fault = difference(got[i], entry, tolerance, `${place}[${i}]`);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  const isClose =
    typeof expected === "number" && typeof got === "number"
      ? Math.abs(got - expected) <= tolerance * Math.max(1, Math.abs(expected))
      : got === expected;
  return isClose ? undefined : `expected ${expected} ± ${tolerance}${place && ` at ${place}`}, got ${got}`;
}
