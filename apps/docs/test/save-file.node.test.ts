import { expect, it } from "vitest";
import { toCsv } from "../live/save-file.js";

it("toCsv(rows) writes a header, CRLF, and quotes what needs it", () => {
  expect(
    toCsv([
      { name: 'a "b"', n: 1 },
      { name: "c,d", n: 2.5 },
    ]),
  ).toBe('name,n\r\n"a ""b""",1\r\n"c,d",2.5\r\n');
});
