import { refusal, shown } from "@elbowjs/arguments";
import { Tensor } from "@tensorflow/tfjs-core";

/** Refuses what is no tensor of at least one row. @throws TypeError */
export function checkTensors(caller: string, tensors: Readonly<Record<string, unknown>>): void {
  for (const [name, x] of Object.entries(tensors))
    if (!(x instanceof Tensor && x.rank > 0 && x.size > 0))
      throw refusal(
        new TypeError(`${caller}: expected ${name} to be a tensor of at least one row, got ${shown(x)}`),
      );
}
