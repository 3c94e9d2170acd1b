import { checkChoices, checkKinds, checkShape } from "@elbowjs/arguments";
import {
  add,
  cast,
  concat,
  customGrad,
  engine,
  type GradSaveFunc,
  getBackend,
  getKernel,
  greater,
  matMul,
  mul,
  reshape,
  sigmoid,
  slice,
  split,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tanh,
  tidy,
  unstack,
  zerosLike,
} from "@tensorflow/tfjs-core";
import { RECURRENT_BACKWARD, RECURRENT_FORWARD } from "../kernels/recurrent.js";
import { hasGradientKernel } from "./is-differentiated.js";

/**
 * `rnn`: h_t = tanh(z_t). `lstm`: the blocks of z_t are input gate i, forget gate f, candidate g and output gate o;
 * c_t = σ(f) c_{t−1} + σ(i) tanh(g), h_t = σ(o) tanh(c_t). `peephole-lstm`: p c_{t−1} is added to the fields of the three gates,
 * elementwise.
 */
export type RecurrentCell = "rnn" | "lstm" | "peephole-lstm";

/** Options of {@link recurrentSequence}. */
export interface RecurrentSequenceOptions {
  readonly cell: RecurrentCell;
  /** Where the sequence begins: h_0 of shape [n, H]. */
  readonly hidden: Tensor2D;
  /** c_0 of shape [n, H], for both LSTMs. */
  readonly cells?: Tensor2D | undefined;
  /** [3, H], for input, forget and output gate, for `peephole-lstm`. */
  readonly peepholes?: Tensor2D | undefined;
  /** [n] int32: from this time on a row keeps its state. Default: none ends. */
  readonly lengths?: Tensor1D | undefined;
}

/** The same, with what else goes in. */
interface Call extends RecurrentSequenceOptions {
  readonly fields: Tensor3D;
  readonly weights: Tensor2D;
}

/** What backpropagation needs of the way forward. */
interface Saved extends Omit<Call, "fields"> {
  readonly states: Tensor4D;
  readonly gates?: Tensor3D;
}

/**
 * A whole sequence of a recurrent cell, z_t = fields_t + h_{t−1} W, with its gradients by backpropagation through time. One kernel
 * each way on WASM, whose threads take rows of the batch; elsewhere composed of tfjs's operations, some fifteen per time.
 *
 * @param fields U x_t + b for all times, [T, n, B·H] with B = 1 block for `rnn` and 4 for an LSTM.
 * @param weights W, [H, B·H].
 * @returns [1, T, n, H] with all h_t, or [2, T, n, H] with all h_t and all c_t. It is differentiable with respect to fields,
 * weights, the first state and the peepholes.
 */
export function recurrentSequence(
  fields: Tensor3D,
  weights: Tensor2D,
  options: RecurrentSequenceOptions,
): Tensor4D {
  checkSequence("recurrentSequence", fields, weights, options);
  const { hidden, cells, peepholes } = options;
  const given = [fields, weights, hidden, ...(cells ? [cells] : []), ...(peepholes ? [peepholes] : [])];
  const operation = customGrad((...values) => {
    const save = values.pop() as unknown as GradSaveFunc;
    const [states, gates] = forward({ ...options, fields, weights });
    // All that the way back reads is saved: what is only captured may be freed with the scope that it was made in.
    const kept = { states, gates, weights, hidden, cells, peepholes, lengths: options.lengths };
    const names = Object.keys(kept).filter((name) => kept[name as keyof typeof kept] !== undefined);
    save(names.map((name) => kept[name as keyof typeof kept]!));
    return {
      value: states,
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        gradients(dy as Tensor4D, {
          cell: options.cell,
          ...(Object.fromEntries(names.map((name, i) => [name, saved[i]!])) as unknown as Omit<
            Saved,
            "cell"
          >),
        }),
    };
  });
  return operation(...given) as Tensor4D;
}

/** What {@link recurrentSequence} computes, with the gates i, f, g and o, [T, n, 4·H]; without gradients. */
export function recurrentTrace(
  fields: Tensor3D,
  weights: Tensor2D,
  options: RecurrentSequenceOptions,
): { readonly states: Tensor4D; readonly gates?: Tensor3D | undefined } {
  checkSequence("recurrentTrace", fields, weights, options);
  return tidy(() => {
    const [states, gates] = forward({ ...options, fields, weights });
    return gates === undefined ? { states: states! } : { states: states!, gates };
  });
}

/** Refuses what is no sequence: once per sequence, so kinds and ranks only. */
function checkSequence(
  caller: string,
  fields: Tensor3D,
  weights: Tensor2D,
  options: RecurrentSequenceOptions,
): void {
  checkKinds(caller, {
    fields: [fields, "Tensor"],
    weights: [weights, "Tensor"],
    options: [
      options,
      {
        hidden: "Tensor",
        cells: "Tensor or undefined",
        peepholes: "Tensor or undefined",
        lengths: "Tensor or undefined",
      },
    ],
  });
  checkChoices(caller, { cell: [options.cell, ["rnn", "lstm", "peephole-lstm"]] });
  checkShape(caller, "fields", fields.shape, ["T", "n", "B·H"]);
  checkShape(caller, "hidden", options.hidden.shape, [fields.shape[1], "H"]);
}

function forward(call: Call): [Tensor4D, Tensor3D?] {
  if (getKernel(RECURRENT_FORWARD, getBackend()) === undefined) return composed(call);
  const { cell, fields, weights, hidden, cells, peepholes, lengths } = call;
  const inputs = given({ fields, weights, hidden, cells, peepholes, lengths });
  return engine().runKernel(RECURRENT_FORWARD, inputs, { cell }) as unknown as [Tensor4D, Tensor3D?];
}

const given = (tensors: Record<string, Tensor | undefined>): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(tensors).filter((entry): entry is [string, Tensor] => entry[1] !== undefined),
  );

/** 1 for the rows that are within their length at this time. */
const within = (lengths: Tensor1D, time: number): Tensor2D =>
  cast(reshape(greater(lengths, time), [-1, 1]), "float32") as Tensor2D;

function composed({ cell, fields, weights, hidden, cells, peepholes, lengths }: Call): [Tensor4D, Tensor3D?] {
  let h: Tensor = hidden;
  let c: Tensor | undefined = cells;
  const trace: { h: Tensor; c?: Tensor; gates?: Tensor }[] = [];
  const peeps = peepholes && unstack(peepholes);
  unstack(fields).forEach((field, time) => {
    const z = add(field, matMul(h as Tensor2D, weights));
    let [hNext, cNext, gates]: [Tensor, Tensor?, Tensor?] = [h];
    if (cell === "rnn") hNext = tanh(z);
    else {
      const [zi, zf, zg, zo] = split(z, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
      const peep = (field: Tensor, i: number): Tensor =>
        sigmoid(peeps ? add(field, mul(c!, peeps[i]!)) : field);
      const [i, f, g, o] = [peep(zi, 0), peep(zf, 1), tanh(zg), peep(zo, 2)];
      cNext = add(mul(f, c!), mul(i, g));
      hNext = mul(o, tanh(cNext));
      gates = concat([i, f, g, o], 1);
    }
    if (lengths) {
      const kept = within(lengths, time);
      const choose = (next: Tensor, before: Tensor): Tensor =>
        add(mul(kept, next), mul(sub(1, kept), before));
      hNext = choose(hNext, h);
      if (cNext) [cNext, gates] = [choose(cNext, c!), mul(kept, gates!)];
    }
    h = hNext;
    c = cNext;
    trace.push({ h, ...(c && { c }), ...(gates && { gates }) });
  });
  const hs = stack(trace.map(({ h }) => h));
  if (cell === "rnn") return [stack([hs]) as Tensor4D];
  const cs = stack(trace.map(({ c }) => c!));
  return [stack([hs, cs]) as Tensor4D, stack(trace.map(({ gates }) => gates!)) as Tensor3D];
}

/** In the order in which the inputs are given. */
function gradients(dy: Tensor4D, saved: Saved): Tensor[] {
  const { cell, weights, hidden, cells, peepholes, lengths, states, gates } = saved;
  let results: Tensor[];
  if (hasGradientKernel(RECURRENT_BACKWARD)) {
    const inputs = given({ dy, weights, cells, peepholes, lengths, states, gates });
    results = engine().runKernel(RECURRENT_BACKWARD, inputs, { cell }) as unknown as Tensor[];
  } else results = composedGradients(dy, saved);
  const [dFields, dHidden, dCells] = results as [Tensor3D, Tensor2D, Tensor2D?];
  const before = (part: number, first: Tensor2D): Tensor2D => {
    const [, steps, n, width] = states.shape;
    const rest = reshape(slice(states, [part, 0, 0, 0], [1, steps - 1, n, width]), [(steps - 1) * n, width]);
    return steps === 1 ? first : concat([first, rest as Tensor2D]);
  };
  const flat = reshape(dFields, [-1, weights.shape[1]]) as Tensor2D;
  const dWeights = matMul(before(0, hidden), flat, true, false);
  const dPeepholes =
    peepholes &&
    (() => {
      const [di, df, , dof] = split(flat, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
      const c = before(1, cells!);
      return stack([di, df, dof].map((d) => sum(mul(d, c), 0)));
    })();
  return [dFields, dWeights, dHidden, ...(cells ? [dCells!] : []), ...(dPeepholes ? [dPeepholes] : [])];
}

function composedGradients(
  dy: Tensor4D,
  { cell, weights, hidden, cells, peepholes, lengths, states, gates }: Saved,
): Tensor[] {
  const [dhs, dcs] = unstack(dy).map((part) => unstack(part));
  const [hs, cs] = unstack(states).map((part) => unstack(part));
  const blocks = gates && unstack(gates);
  const peeps = peepholes && unstack(peepholes);
  let dh: Tensor = zerosLike(hidden);
  let dc: Tensor | undefined = cells && zerosLike(cells);
  const dFields: Tensor[] = [];
  for (let time = hs!.length - 1; time >= 0; time--) {
    dh = add(dh, dhs![time]!);
    if (dc) dc = add(dc, dcs![time]!);
    const kept = lengths && within(lengths, time);
    const only = (d: Tensor): Tensor => (kept ? mul(kept, d) : d);
    let dz: Tensor;
    let dcBefore: Tensor | undefined;
    if (cell === "rnn") dz = mul(dh, sub(1, square(hs![time]!)));
    else {
      const [i, f, g, o] = split(blocks![time]!, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
      const squashed = tanh(cs![time]!);
      const dState = add(dc!, mul(mul(dh, o), sub(1, square(squashed))));
      const slope = (gate: Tensor): Tensor => mul(gate, sub(1, gate));
      const di = mul(mul(dState, g), slope(i));
      const df = mul(mul(dState, time > 0 ? cs![time - 1]! : cells!), slope(f));
      const dg = mul(mul(dState, i), sub(1, square(g)));
      const dof = mul(mul(dh, squashed), slope(o));
      dcBefore = mul(dState, f);
      if (peeps)
        [di, df, dof].forEach((d, k) => {
          dcBefore = add(dcBefore!, mul(d, peeps[k]!));
        });
      dz = concat([di, df, dg, dof], 1);
    }
    dz = only(dz);
    dFields.unshift(dz);
    const back = matMul(dz as Tensor2D, weights, false, true);
    dh = kept ? add(back, mul(sub(1, kept), dh)) : back;
    if (dcBefore) dc = kept ? add(mul(kept, dcBefore), mul(sub(1, kept), dc!)) : dcBefore;
  }
  return [stack(dFields), dh, ...(dc ? [dc] : [])];
}
