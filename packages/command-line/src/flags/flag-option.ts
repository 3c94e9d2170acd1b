import { checkChoices, checkNumbers } from "@elbowjs/arguments";
import { Option } from "commander";
import { type Flag, longName } from "./flag.js";
import { UsageError } from "./usage-error.js";

/** A flag as commander takes it; a wrong value is a UsageError in the words of @elbowjs/arguments. */
export function flagOption(name: string, flag: Flag): Option {
  const long = longName(name);
  const option = new Option(`${long}${placeholder(flag)}`, flag.help);
  if (flag.kind === "switch") return option;
  if (flag.kind === "choice") option.choices(flag.choices); // for --help; the parser below replaces its check
  if (flag.default !== undefined) option.default(flag.default);
  return option.argParser((text: string) => parsed(long, flag, text));
}

function placeholder(flag: Flag): string {
  switch (flag.kind) {
    case "switch":
      return "";
    case "text":
      return ` <${flag.value}>`;
    case "choice":
      return " <name>";
    case "number":
      return " <n>";
    default:
      return flag satisfies never;
  }
}

function parsed(long: string, flag: Exclude<Flag, { kind: "switch" }>, text: string): string | number {
  const [caller, name] = ["command line", long];
  try {
    switch (flag.kind) {
      case "text":
        if (text === "") throw new RangeError(`${caller}: expected ${name} <${flag.value}>, got nothing`);
        return text;
      case "choice":
        checkChoices(caller, { [name]: [text, flag.choices] });
        return text;
      case "number": {
        // What is no number is shown as it was typed.
        const number = text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
        checkNumbers(caller, { [name]: [number, flag.rule] });
        return number as number;
      }
      default:
        return flag satisfies never;
    }
  } catch (error) {
    throw new UsageError((error as Error).message.slice(caller.length + 2), { cause: error });
  }
}
