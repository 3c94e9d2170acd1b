import { describe, expect, it } from "vitest";
import { checks } from "../courses/checks/index.js";
import { courseTable, documents, exists, type Row, text } from "../courses/table.js";
import { walk } from "../courses/walk.js";

const table = courseTable();
const of = (status: Row["status"]): Row[] => table.filter((row) => row.status === status);

describe("the table of the courses", () => {
  const findings = walk(table, checks);

  it.each(findings.filter(({ row }) => row.status !== "missing").map(({ row, fault }) => [row.id, fault]))(
    "%s",
    (_, fault) => expect(fault).toBeUndefined(),
  );

  it("says how much there is, and loudly what is missing", () => {
    console.info(
      `${table.length} rows: ${of("built").length} computed, ${of("measured").length} measured, ${of("missing").length} missing`,
    );
    for (const document of documents) {
      const rows = table.filter((row) => row.document === document);
      console.info(
        `  ${document}: ${rows.length} rows, ${rows.filter((r) => r.status === "missing").length} missing`,
      );
    }
    for (const { document, question, what, by } of of("missing"))
      console.warn(`MISSING: ${document}, ${question}: ${what} (${by})`);
    expect(findings.filter(({ row, fault }) => row.status === "missing" && fault !== undefined)).toEqual([]);
  });

  it("has ids of its own, known documents, and every check has its row", () => {
    expect(new Set(table.map(({ id }) => id)).size).toBe(table.length);
    expect(table.filter(({ document }) => !documents.includes(document))).toEqual([]);
    const ids = new Set(table.map(({ id }) => id));
    expect(Object.keys(checks).filter((id) => !ids.has(id))).toEqual([]);
  });

  it("names packages' exports, programs and scripts that exist", async () => {
    const wrong: string[] = [];
    for (const { id, by, from, status } of table) {
      if (from !== undefined && from !== "printed" && from !== "by hand" && !exists(from))
        wrong.push(`${id}: no ${from}`);
      if (status === "missing") continue;
      const named = /^(@elbowjs\/[\w/-]+): (.+)$/.exec(by);
      if (named === null) {
        if (!exists(by)) wrong.push(`${id}: no ${by}`);
        continue;
      }
      const exported = (await import(named[1]!)) as object;
      for (const name of named[2]!.split(", ")) if (!(name in exported)) wrong.push(`${id}: no ${name}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe("the pages of the courses", () => {
  it.each(documents)("%s shows every question of its document", (document) => {
    const page = text(`apps/docs/courses/${document}.md`);
    const questions = new Set(
      table.filter((row) => row.document === document).map(({ question }) => question),
    );
    const shown = [...page.matchAll(/<CourseRows document="([^"]+)" question="([^"]+)" \/>/g)];
    expect(shown.filter((match) => match[1] !== document)).toEqual([]);
    expect(shown.map((match) => match[2]).toSorted()).toEqual([...questions].toSorted());
  });
});

describe("walk(table, checks)", () => {
  const row: Row = {
    id: "a",
    document: "mock-final",
    question: "1",
    what: "two numbers",
    status: "built",
    number: [1, 200],
    tolerance: 1e-3,
    by: "x",
  };
  const fault = (change: Partial<Row>, check?: () => unknown) =>
    walk([{ ...row, ...change }], check ? { a: check } : {})[0]!.fault;

  it("passes what is within its tolerance, relative above 1", () => {
    expect(fault({}, () => Float64Array.of(1.0005, 200.1))).toBeUndefined();
  });
  it("fails a wrong number, a wrong shape, NaN, and a row without a check", () => {
    expect(fault({}, () => [1.01, 200])).toBe("expected 1 ± 0.001 at [0], got 1.01");
    expect(fault({}, () => [1])).toBe("expected 2 entries, got [1]");
    expect(fault({}, () => [1, Number.NaN])).toBe("expected 200 ± 0.001 at [1], got NaN");
    expect(fault({})).toBe("no check");
    expect(fault({ number: true }, () => false)).toBe("expected true ± 0.001, got false");
  });
  it("fails a missing row that has a check, and a measured one whose file does not say the number", () => {
    expect(fault({ status: "missing" }, () => 1)).toContain("is it built by now?");
    expect(fault({ status: "missing" })).toBeUndefined();
    expect(fault({ status: "measured", file: "README.md", words: "0.123456" })).toBe(
      'README.md does not say "0.123456"',
    );
  });
});
