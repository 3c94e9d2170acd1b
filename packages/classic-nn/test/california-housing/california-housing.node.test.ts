import { gzipSync } from "node:zlib";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import {
  generatedHousing,
  openCaliforniaHousing,
  parseCaliforniaHousing,
} from "../../src/california-housing/index.js";
import {
  allClose,
  backward,
  halfSquaredNorm,
  leaf,
  matMul,
  squaredResidual,
  subtract,
} from "../../src/index.js";

/** The first two districts, as scikit-learn prints them. */
const table = [
  "longitude,latitude,housing_median_age,total_rooms,total_bedrooms,population,households,median_income,median_house_value",
  "-122.230000,37.880000,41.000000,880.000000,129.000000,322.000000,126.000000,8.325200,452600.000000",
  "-122.220000,37.860000,21.000000,7099.000000,1106.000000,2401.000000,1138.000000,8.301400,358500.000000",
];
const whole = [table[0], ...Array<string>(20_640).fill(table[1]!)].join("\n");

/** A tar archive with one file, as `tar` writes it. */
function tgz(name: string, text: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(`${text.length.toString(8).padStart(11, "0")}\0`, 124);
  const padding = Buffer.alloc((512 - (text.length % 512)) % 512);
  return gzipSync(Buffer.concat([header, Buffer.from(text), padding, Buffer.alloc(1024)]));
}

describe("parseCaliforniaHousing", () => {
  it("gives scikit-learn's features of the first two districts", () => {
    const { x, y } = parseCaliforniaHousing(table.join("\n"));
    const first = [
      8.3252, 41, 6.984126984126984, 1.0238095238095237, 322, 2.5555555555555554, 37.88, -122.23,
    ];
    expect(x.getRow(0)).toEqual(first);
    expect([...y]).toEqual([4.526, 3.585]);
    expect(parseCaliforniaHousing(table[1]!).y.length).toBe(1);
  });
  it("refuses a line that is no row", () => {
    expect(() => parseCaliforniaHousing("<!doctype html>")).toThrow(
      new RangeError(
        'parseCaliforniaHousing: expected nine numbers with households > 0, got "<!doctype html>" at row 0',
      ),
    );
    expect(() => parseCaliforniaHousing("")).toThrow("expected at least one row, got none");
  });
});

describe("openCaliforniaHousing", () => {
  const answers = (pages: Record<string, () => BodyInit>) =>
    (async (url: string) => {
      const page = pages[url];
      if (page === undefined) throw new TypeError("fetch failed");
      return new Response(page());
    }) as typeof fetch;
  it("tries the mirrors in turn, table or archive", async () => {
    const fetch = answers({ "https://b/": () => tgz("CaliforniaHousing/cal_housing.data", whole) as never });
    const { y, source } = await openCaliforniaHousing({ mirrors: ["https://a/", "https://b/"], fetch });
    expect([y.length, source]).toEqual([20_640, "https://b/"]);
    const plain = await openCaliforniaHousing({
      mirrors: ["https://c/"],
      fetch: answers({ "https://c/": () => whole }),
    });
    expect(plain.x.rows).toBe(20_640);
  });
  it("says offline what it tried, why it failed, and what to do", async () => {
    const failed = openCaliforniaHousing({ mirrors: ["https://a/"], fetch: answers({}) });
    await expect(failed).rejects.toThrow(
      'openCaliforniaHousing: expected the data from one of 1 mirrors, got TypeError: fetch failed; without a network use { data: "generated" }',
    );
  });
  it("refuses a mirror with other contents", async () => {
    const fetch = answers({
      "https://a/": () => table.join("\n"),
      "https://b/": () => tgz("README", "x") as never,
    });
    await expect(openCaliforniaHousing({ mirrors: ["https://a/", "https://b/"], fetch })).rejects.toThrow(
      /expected 20640 districts, got 2.*expected a whole archive with a file cal_housing.data/,
    );
  });
  it("the stand-in is there by name, the same for the same seed", async () => {
    const housing = await openCaliforniaHousing({ data: "generated" });
    expect(housing.source).toBe("generated");
    expect([housing.x.rows, housing.x.columns, housing.y.length]).toEqual([20_640, 8, 20_640]);
    expect(generatedHousing({ rows: 3, seed: 1 })).toEqual(generatedHousing({ rows: 3, seed: 1 }));
  });
  it("refuses options that do not exist", async () => {
    await expect(openCaliforniaHousing({ dta: "generated" } as never)).rejects.toThrow(
      /expected the options .*got dta; did you mean data\?/,
    );
  });
});

it("exercise III, problem 1: the closed form and the autograd gradient agree on the stand-in, and 2Xᵀy alone does not", () => {
  const { x, y } = generatedHousing({ rows: 500 });
  const w = Array.from({ length: 8 }, (_, i) => Math.cos(3 * i));
  const node = leaf(Matrix.columnVector(w));
  backward(halfSquaredNorm(subtract(matMul(leaf(x), node), leaf(Matrix.columnVector(Array.from(y))))));
  const autograd = Matrix.mul(node.g, 2).to1DArray();
  const closed = squaredResidual(x, y).gradient(w);
  expect(allClose(autograd, closed, { rtol: 1e-5, atol: 1e-8 })).toBe(true);
  const half = x
    .transpose()
    .mmul(Matrix.columnVector(Array.from(y)))
    .mul(-2)
    .to1DArray();
  expect(allClose(half, closed, { rtol: 1e-5, atol: 1e-8 })).toBe(false);
});
