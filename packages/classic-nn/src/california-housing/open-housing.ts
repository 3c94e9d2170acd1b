import { checkChoices, checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { type CaliforniaHousing, generatedHousing, HOUSING_ROWS, parseCaliforniaHousing } from "./housing.js";
import { tarMember } from "./tar-member.js";

/** Public places that serve the data, in the order in which they are tried; the first allows reads from any page. */
export const housingMirrors: readonly string[] = [
  "https://cdn.jsdelivr.net/gh/we-b/datasets_for_ai@0dc3b0ecd0057ac117b8349079e53e4c94748ea2/cal_housing.data",
  "https://ndownloader.figshare.com/files/5976036",
  "https://www.dcc.fc.up.pt/~ltorgo/Regression/cal_housing.tgz",
];

/** Settings of {@link openCaliforniaHousing}. */
export interface HousingOptions {
  /** `"published"` fetches the data, `"generated"` makes a stand-in and needs no network. Default `"published"`. */
  readonly data?: "published" | "generated";
  /** Addresses to try, of the table or of the `.tgz`. Default `housingMirrors`. */
  readonly mirrors?: readonly string[];
  /** Milliseconds for each of them. Default 30,000. */
  readonly timeout?: number;
  /** Stops the download. Default none. */
  readonly signal?: AbortSignal;
  /** For tests. Default the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/**
 * The California housing data of Pace and Barry (1997), as scikit-learn's `fetch_california_housing` gives it: 20,640
 * districts, 8 features, the median house value. Nothing is cached.
 *
 * @throws Error if no mirror can be reached or gives the data; its `errors` say why for each, and its message names the
 * stand-in.
 * @throws TypeError or RangeError for options that do not exist.
 * @see R. K. Pace, R. Barry, Sparse spatial autoregressions, Statistics and Probability Letters 33 (1997).
 */
export async function openCaliforniaHousing(options: HousingOptions = {}): Promise<CaliforniaHousing> {
  checkOptions("openCaliforniaHousing", options, ["data", "mirrors", "timeout", "signal", "fetch"]);
  const {
    data = "published",
    mirrors = housingMirrors,
    timeout = 30_000,
    signal,
    fetch: get = globalThis.fetch,
  } = options;
  checkChoices("openCaliforniaHousing", { data: [data, ["published", "generated"]] });
  checkNumbers("openCaliforniaHousing", { timeout: [timeout, "integer ≥ 1"] });
  checkKinds("openCaliforniaHousing", {
    mirrors: [mirrors, ["string"]],
    signal: [signal, "AbortSignal or undefined"],
    fetch: [get, "function"],
  });
  if (data === "generated") return generatedHousing();
  const errors: unknown[] = [];
  for (const url of mirrors) {
    signal?.throwIfAborted();
    try {
      const limit = AbortSignal.timeout(timeout);
      const response = await get(url, { signal: signal ? AbortSignal.any([signal, limit]) : limit });
      if (!response.ok) throw new Error(`GET ${url} answered ${response.status} ${response.statusText}`);
      const housing = await read(new Uint8Array(await response.arrayBuffer()), url);
      if (housing.y.length === HOUSING_ROWS) return housing;
      throw new RangeError(`${url}: expected ${HOUSING_ROWS} districts, got ${housing.y.length}`);
    } catch (error) {
      signal?.throwIfAborted();
      errors.push(error);
    }
  }
  throw new AggregateError(
    errors,
    `openCaliforniaHousing: expected the data from one of ${mirrors.length} mirrors, got ${errors.map(String).join("; ")}; without a network use { data: "generated" }`,
  );
}

/** A gzip file begins with 1f 8b, the table with a number or a name. */
async function read(bytes: Uint8Array<ArrayBuffer>, url: string): Promise<CaliforniaHousing> {
  const isArchive = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = isArchive ? await tarMember(bytes, "cal_housing.data") : new TextDecoder().decode(bytes);
  return parseCaliforniaHousing(text, url);
}
