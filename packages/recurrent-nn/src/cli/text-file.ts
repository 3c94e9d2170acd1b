import { readFile } from "node:fs/promises";
import { DataFault } from "@elbowjs/command-line";

/** A text of one's own, in one Unicode form. @throws DataFault if it cannot be read, or is no UTF-8. */
export async function textFile(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: Error) => {
    throw new DataFault(`expected to read ${path}, got ${cause.message}`, { cause });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).normalize().replaceAll("\r\n", "\n");
  } catch (cause) {
    throw new DataFault(`expected UTF-8 text in ${path}, got other bytes`, { cause });
  }
}
