import { courseTable, type Row } from "./table.js";

export declare const data: readonly Row[];

/** The table of the courses, read when the site is built. */
export default {
  watch: ["./table.json"],
  load: (): readonly Row[] => courseTable(),
};
