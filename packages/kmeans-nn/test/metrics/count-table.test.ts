import { it } from "vitest";
import { adjustedRandIndex, purity } from "../../src/index.js";
import { refuses } from "../refuses.js";

it("metrics refuse tables that are none", async () => {
  await refuses(() => purity([]), RangeError, "purity: expected a table of at least 1×1 counts, got 0×0");
  await refuses(() => purity([[1, 2], [3]]), RangeError, "purity: expected rows of 2 counts, got 1 in row 1");
  await refuses(
    () => adjustedRandIndex([[-1]]),
    RangeError,
    "adjustedRandIndex: expected counts ≥ 0, got -1 in row 0, column 0",
  );
  await refuses(() => purity([[0, 0]]), RangeError, "purity: expected a table with samples, got only zeros");
});
