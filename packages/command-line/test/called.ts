import type { Call, Flags } from "../src/index.js";
import { parseCommandLine } from "../src/program/parse-command-line.js";

/** What a command `go [data]` with these flags would be called with. */
export async function called<F extends Flags>(flags: F, args: readonly string[]): Promise<Call<F>> {
  let call: Call | undefined;
  const go = {
    use: "go [data]",
    about: "goes",
    flags,
    run: async (made: Call) => {
      call = made;
      return { json: {}, text: "", asJson: false };
    },
  };
  const program = { name: "program", version: "1.0.0", about: "a program", commands: { go } };
  await parseCommandLine(program, ["go", ...args], new AbortController().signal);
  return call as unknown as Call<F>;
}
