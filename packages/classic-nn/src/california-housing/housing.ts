import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { defaultRng } from "@elbowjs/numpy-random";
import { Matrix } from "ml-matrix";

/** The features, as scikit-learn's `fetch_california_housing` names and orders them. */
export const housingFeatures = [
  "MedInc",
  "HouseAge",
  "AveRooms",
  "AveBedrms",
  "Population",
  "AveOccup",
  "Latitude",
  "Longitude",
] as const;

/** Districts of California in the census of 1990. */
export interface CaliforniaHousing {
  /** n×8, one row per district, columns as in `housingFeatures`. */
  readonly x: Matrix;
  /** Median house value in 100,000 dollars, n numbers. */
  readonly y: Float64Array;
  /** Where the data are from: an address, or `generated`. */
  readonly source: string;
}

/** Districts of the published data. */
export const HOUSING_ROWS = 20_640;

/**
 * Reads the published table: longitude, latitude, age, rooms, bedrooms, population, households, income, value, with or
 * without a line of names. Rooms, bedrooms and people become averages per household, and values are divided by 100,000.
 *
 * @throws RangeError if a line does not have nine finite numbers, or no household.
 */
export function parseCaliforniaHousing(text: string, source = "text"): CaliforniaHousing {
  checkKinds("parseCaliforniaHousing", { text: [text, "string"], source: [source, "string"] });
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const rows = (lines[0]?.startsWith("longitude") ? lines.slice(1) : lines).map((line, i) => {
    const values = line.split(",").map(Number);
    if (values.length !== 9 || !values.every(Number.isFinite) || !(values[6]! > 0))
      throw new RangeError(
        `parseCaliforniaHousing: expected nine numbers with households > 0, got ${JSON.stringify(line.slice(0, 80))} at row ${i}`,
      );
    return values as [number, number, number, number, number, number, number, number, number];
  });
  if (rows.length === 0) throw new RangeError("parseCaliforniaHousing: expected at least one row, got none");
  return {
    x: new Matrix(
      rows.map(([longitude, latitude, age, rooms, bedrooms, population, households, income]) => [
        income,
        age,
        rooms / households,
        bedrooms / households,
        population,
        population / households,
        latitude,
        longitude,
      ]),
    ),
    y: Float64Array.from(rows, (row) => row[8] / 100_000),
    source,
  };
}

/**
 * A stand-in with the shape and the scales of the published data, for machines without a network: each feature lognormal or
 * normal about the published mean, y = 0.45 · MedInc + 0.01 · HouseAge + noise. Made up: learn nothing of California from it.
 *
 * @param options `rows`, an integer in [1, 2²¹], default 20,640; `seed` of NumPy's generator, default 0.
 * @throws RangeError if rows is no such integer; TypeError for an option that does not exist.
 */
export function generatedHousing(
  options: { readonly rows?: number; readonly seed?: number } = {},
): CaliforniaHousing {
  checkOptions("generatedHousing", options, ["rows", "seed"]);
  const { rows = HOUSING_ROWS, seed = 0 } = options;
  checkNumbers("generatedHousing", { rows: [rows, "integer in [1, 2097152]"] });
  const rng = defaultRng(seed);
  const column = (make: (z: number) => number): Float64Array => rng.standardNormal(rows).map(make);
  const columns = [
    column((z) => 3.5 * Math.exp(0.45 * z)),
    column((z) => Math.min(52, Math.max(1, 28.6 + 12.6 * z))),
    column((z) => 5.2 * Math.exp(0.25 * z)),
    column((z) => 1.07 * Math.exp(0.1 * z)),
    column((z) => 1160 * Math.exp(0.7 * z)),
    column((z) => 2.9 * Math.exp(0.25 * z)),
    column((z) => 35.6 + 2.1 * z),
    column((z) => -119.6 + 2 * z),
  ];
  const noise = column((z) => 0.7 * z);
  const y = noise.map((e, i) =>
    Math.min(5, Math.max(0.15, 0.45 * columns[0]![i]! + 0.01 * columns[1]![i]! + e)),
  );
  return { x: new Matrix(columns.map((c) => Array.from(c))).transpose(), y, source: "generated" };
}
