import type { Checks } from "../walk.js";
import { exerciseIii } from "./exercise-iii.js";
import { homework3 } from "./homework-3.js";
import { homework5 } from "./homework-5.js";
import { homework7 } from "./homework-7.js";
import { lectures } from "./lectures.js";
import { mockFinal } from "./mock-final.js";

/** The checks of all documents. */
export const checks: Checks = {
  ...homework7,
  ...mockFinal,
  ...homework5,
  ...lectures,
  ...exerciseIii,
  ...homework3,
};
