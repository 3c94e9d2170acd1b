import type { Facts, Section } from "./section.js";

/** Names and values in two columns. */
export function factLines(facts: Facts): string[] {
  const width = Math.max(...facts.map(([name]) => name.length));
  return facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

/** What a terminal can show of a report: facts, counts and warnings. */
export function reportText(sections: readonly Section[]): string {
  return sections.flatMap((section) => sectionText(section) ?? []).join("\n\n");
}

function sectionText(section: Section): string | undefined {
  switch (section.kind) {
    case "facts":
      return [...(section.title ? [section.title] : []), ...factLines(section.facts)].join("\n");
    case "warning":
      return `Warning: ${section.text}`;
    case "counts":
      return [...(section.note ? [section.note] : []), ...countLines(section)].join("\n");
    case "picture":
    case "drawing":
      return undefined;
    default:
      return section satisfies never;
  }
}

function countLines({ rows, columns, counts }: Section & { kind: "counts" }): string[] {
  const first = Math.max(...rows.map((name) => name.length));
  const width =
    1 + Math.max(4, ...columns.map((name) => name.length), ...counts.flat().map((n) => String(n).length));
  const line = (name: string, cells: readonly (string | number)[]): string =>
    `${name.padStart(first)} ${cells.map((cell) => String(cell).padStart(width)).join("")}`;
  return [line("", columns), ...counts.map((row, i) => line(rows[i]!, row))];
}
