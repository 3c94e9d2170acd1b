import { checkKinds } from "@elbowjs/arguments";

/**
 * A function of one number that refuses all else by its name. `typeof` costs an inner loop nothing.
 *
 * @throws TypeError, of the function returned, for what is no number.
 */
export function ofNumber(name: string, f: (v: number) => number): (v: number) => number {
  return (v) => {
    if (typeof v !== "number") checkKinds(name, { v: [v, "number"] });
    return f(v);
  };
}
