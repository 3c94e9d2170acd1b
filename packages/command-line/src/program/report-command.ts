import { checkOut } from "../files/check-out.js";
import { signedPage } from "../files/signature.js";
import { writeWhole } from "../files/write-whole.js";
import { commonFlags, forceFlag, setFlag } from "../flags/common-flags.js";
import type { Flags } from "../flags/flag.js";
import { isStdout } from "../terminal/print.js";
import { type Command, command } from "./command.js";
import { onMeasured } from "./evaluate-command.js";
import type { AnyModelProgram } from "./model-program.js";
import { reportPage } from "./report-page.js";
import { factLines } from "./report-text.js";

const flags = {
  out: { kind: "text", value: "file", default: "report.html", help: "where the page goes; - is stdout" },
  force: forceFlag,
  set: setFlag,
  ...commonFlags,
} satisfies Flags;

/** `report <model> [data]`: a page with the measures and pictures of a trained model. */
export function reportCommand(program: AnyModelProgram): Command {
  return command({
    use: "report <model> [data]",
    about: "writes a page with measures and pictures of a trained model",
    flags,
    async run({ args: [path, from], values, signal }) {
      const { out, force, json } = values;
      await checkOut(out, signedPage.isOurs, force);
      const call = { model: path!, from, values, signal };
      return onMeasured(program, call, async (model, { part, evaluation }, data) => {
        const { title, sections } = await program.report(model, {
          data,
          part,
          evaluation,
          isFresh: false,
          signal,
        });
        await writeWhole(
          out,
          signedPage.sign(reportPage(title, sections, { epochs: program.history?.(model) ?? [] })),
        );
        return {
          json: { model: path, data: data.name, page: out, ...evaluation },
          text: `${factLines(program.describe(evaluation)).join("\n")}\nWrote ${out}`,
          asJson: json,
          isOnStdout: isStdout(out),
        };
      });
    },
  });
}
