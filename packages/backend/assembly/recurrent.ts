import { exp4, tanh4 } from "@elbowjs/kernels/assembly/exponential";
import { gemm, gemmScratchBytes } from "./gemm";

/** Which cell: tanh of its field; or the gates input, forget, candidate and output, with or without peepholes. */
export const enum Cell { Rnn, Lstm, Peephole }

// @ts-ignore: decorator
@inline
function sigmoid4(x: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), exp4(f32x4.neg(x))));
}

/** Four floats, or one in all lanes at the end of a row. */
// @ts-ignore: decorator
@inline
function read(whole: bool, at: usize): v128 {
  return whole ? v128.load(at) : v128.load_splat<u32>(at);
}

// @ts-ignore: decorator
@inline
function write(whole: bool, at: usize, value: v128): void {
  if (whole) v128.store(at, value);
  else store<f32>(at, f32x4.extract_lane(value, 0));
}

/** Bytes of scratch for so many rows: that of a product, and its result. */
export function recurrentScratchBytes(rows: i32, fields: i32): i32 {
  return gemmScratchBytes() + 4 * rows * fields;
}

/**
 * A whole sequence of a recurrent cell for `rows` of a batch of `batch`, time by time: z_t = fields_t + h_{t−1} W, then the cell.
 * Rows at or behind their length keep their state. Layouts [steps, batch, ·]; addresses are those of the first row.
 *
 * @param peepholes [3, width] for input, forget and output gate. @param lengths int32 of the rows, or 0.
 */
export function recurrentForward(cell: Cell, rows: i32, batch: i32, steps: i32, width: i32, fields: usize, weights: usize,
  peepholes: usize, lengths: usize, h0: usize, c0: usize, h: usize, c: usize, gates: usize, scratch: usize): void {
  const blocks = cell == Cell.Rnn ? 1 : 4;
  const rowBytes = <usize>width << 2, fieldBytes = rowBytes * blocks;
  const product = scratch + gemmScratchBytes();
  let hBefore = h0, cBefore = c0;
  for (let t = 0; t < steps; t++) {
    gemm(false, false, rows, blocks * width, width, hBefore, rowBytes, weights, fieldBytes, 0, product, fieldBytes, scratch);
    for (let row = 0; row < rows; row++) {
      const at = <usize>row * rowBytes, field = <usize>row * fieldBytes;
      if (lengths && t >= load<i32>(lengths + (<usize>row << 2))) {
        memory.copy(h + at, hBefore + at, rowBytes);
        if (cell != Cell.Rnn) {
          memory.copy(c + at, cBefore + at, rowBytes);
          memory.fill(gates + field, 0, fieldBytes);
        }
      } else if (cell == Cell.Rnn) {
        tanhRow(width, fields + field, product + field, h + at);
      } else {
        gateRow(cell == Cell.Peephole, width, fields + field, product + field, peepholes, cBefore + at, h + at, c + at, gates + field);
      }
    }
    hBefore = h; cBefore = c;
    h += <usize>batch * rowBytes; c += <usize>batch * rowBytes;
    fields += <usize>batch * fieldBytes; gates += <usize>batch * fieldBytes;
  }
}

function tanhRow(width: i32, field: usize, product: usize, h: usize): void {
  let j: usize = 0;
  const end = <usize>width << 2;
  for (; j + 16 <= end; j += 16) v128.store(h + j, tanh4(f32x4.add(v128.load(field + j), v128.load(product + j))));
  for (; j < end; j += 4) {
    store<f32>(h + j, f32x4.extract_lane(tanh4(f32x4.splat(load<f32>(field + j) + load<f32>(product + j))), 0));
  }
}

function gateRow(peeps: bool, width: i32, field: usize, product: usize, peepholes: usize, cBefore: usize, h: usize, c: usize, gates: usize): void {
  let j: usize = 0;
  const end = <usize>width << 2;
  for (; j + 16 <= end; j += 16) gatesAt(true, peeps, end, j, field, product, peepholes, cBefore, h, c, gates);
  for (; j < end; j += 4) gatesAt(false, peeps, end, j, field, product, peepholes, cBefore, h, c, gates);
}

// @ts-ignore: decorator
@inline
function gatesAt(whole: bool, peeps: bool, end: usize, j: usize, field: usize, product: usize, peepholes: usize, cBefore: usize,
  h: usize, c: usize, gates: usize): void {
  const f = field + j, p = product + j, before = read(whole, cBefore + j);
  let zi = f32x4.add(read(whole, f), read(whole, p));
  let zf = f32x4.add(read(whole, f + end), read(whole, p + end));
  let zo = f32x4.add(read(whole, f + 3 * end), read(whole, p + 3 * end));
  if (peeps) {
    zi = f32x4.add(zi, f32x4.mul(before, read(whole, peepholes + j)));
    zf = f32x4.add(zf, f32x4.mul(before, read(whole, peepholes + end + j)));
    zo = f32x4.add(zo, f32x4.mul(before, read(whole, peepholes + 2 * end + j)));
  }
  const input = sigmoid4(zi), forget = sigmoid4(zf), output = sigmoid4(zo);
  const candidate = tanh4(f32x4.add(read(whole, f + 2 * end), read(whole, p + 2 * end)));
  const state = f32x4.add(f32x4.mul(forget, before), f32x4.mul(input, candidate));
  const to = gates + j;
  write(whole, to, input);
  write(whole, to + end, forget);
  write(whole, to + 2 * end, candidate);
  write(whole, to + 3 * end, output);
  write(whole, c + j, state);
  write(whole, h + j, f32x4.mul(output, tanh4(state)));
}

/**
 * Backpropagation through the whole sequence: from the gradients of all h and c those of the fields, and, in `dh` and `dc`, which
 * begin as zeros, of the first state. Addresses are those of the first row.
 */
export function recurrentBackward(cell: Cell, rows: i32, batch: i32, steps: i32, width: i32, dhs: usize, dcs: usize, weights: usize,
  peepholes: usize, lengths: usize, c0: usize, h: usize, c: usize, gates: usize, dFields: usize, dh: usize, dc: usize,
  scratch: usize): void {
  const blocks = cell == Cell.Rnn ? 1 : 4;
  const rowBytes = <usize>width << 2, fieldBytes = rowBytes * blocks;
  const stepBytes = <usize>batch * rowBytes, fieldStep = <usize>batch * fieldBytes;
  const product = scratch + gemmScratchBytes();
  for (let t = steps - 1; t >= 0; t--) {
    const at = <usize>t * stepBytes, field = <usize>t * fieldStep;
    for (let row = 0; row < rows; row++) {
      const r = <usize>row * rowBytes, rf = field + <usize>row * fieldBytes;
      addRow(width, dhs + at + r, dh + r);
      if (cell != Cell.Rnn) addRow(width, dcs + at + r, dc + r);
      if (lengths && t >= load<i32>(lengths + (<usize>row << 2))) memory.fill(dFields + rf, 0, fieldBytes);
      else if (cell == Cell.Rnn) tanhRowGradient(width, h + at + r, dh + r, dFields + rf);
      else gateRowGradient(cell == Cell.Peephole, width, peepholes, t > 0 ? c + at - stepBytes + r : c0 + r, c + at + r, gates + rf, dh + r, dc + r, dFields + rf);
    }
    gemm(false, true, rows, width, blocks * width, dFields + field, fieldBytes, weights, fieldBytes, 0, product, rowBytes, scratch);
    addRow(rows * width, product, dh);
  }
}

function addRow(n: i32, x: usize, sum: usize): void {
  let j: usize = 0;
  const end = <usize>n << 2;
  for (; j + 16 <= end; j += 16) v128.store(sum + j, f32x4.add(v128.load(sum + j), v128.load(x + j)));
  for (; j < end; j += 4) store<f32>(sum + j, load<f32>(sum + j) + load<f32>(x + j));
}

/** dz = dh (1 − h²); dh goes on as 0, to which the product is added. */
function tanhRowGradient(width: i32, h: usize, dh: usize, dz: usize): void {
  for (let j: usize = 0; j < <usize>width << 2; j += 4) {
    const y = load<f32>(h + j);
    store<f32>(dz + j, load<f32>(dh + j) * (1 - y * y));
    store<f32>(dh + j, 0);
  }
}

function gateRowGradient(peeps: bool, width: i32, peepholes: usize, cBefore: usize, c: usize, gates: usize, dh: usize, dc: usize, dz: usize): void {
  let j: usize = 0;
  const end = <usize>width << 2;
  for (; j + 16 <= end; j += 16) gateGradientsAt(true, peeps, end, j, peepholes, cBefore, c, gates, dh, dc, dz);
  for (; j < end; j += 4) gateGradientsAt(false, peeps, end, j, peepholes, cBefore, c, gates, dh, dc, dz);
}

// @ts-ignore: decorator
@inline
function gateGradientsAt(whole: bool, peeps: bool, end: usize, j: usize, peepholes: usize, cBefore: usize, c: usize, gates: usize,
  dh: usize, dc: usize, dz: usize): void {
  const from = gates + j, to = dz + j, one = f32x4.splat(1);
  const input = read(whole, from), forget = read(whole, from + end);
  const candidate = read(whole, from + 2 * end), output = read(whole, from + 3 * end);
  const squashed = tanh4(read(whole, c + j)), dHidden = read(whole, dh + j);
  const slope = f32x4.sub(one, f32x4.mul(squashed, squashed));
  const dState = f32x4.add(read(whole, dc + j), f32x4.mul(f32x4.mul(dHidden, output), slope));
  const dzi = f32x4.mul(f32x4.mul(dState, candidate), f32x4.mul(input, f32x4.sub(one, input)));
  const dzf = f32x4.mul(f32x4.mul(dState, read(whole, cBefore + j)), f32x4.mul(forget, f32x4.sub(one, forget)));
  const dzg = f32x4.mul(f32x4.mul(dState, input), f32x4.sub(one, f32x4.mul(candidate, candidate)));
  const dzo = f32x4.mul(f32x4.mul(dHidden, squashed), f32x4.mul(output, f32x4.sub(one, output)));
  write(whole, to, dzi);
  write(whole, to + end, dzf);
  write(whole, to + 2 * end, dzg);
  write(whole, to + 3 * end, dzo);
  let dBefore = f32x4.mul(dState, forget);
  if (peeps) {
    dBefore = f32x4.add(dBefore, f32x4.mul(dzi, read(whole, peepholes + j)));
    dBefore = f32x4.add(dBefore, f32x4.mul(dzf, read(whole, peepholes + end + j)));
    dBefore = f32x4.add(dBefore, f32x4.mul(dzo, read(whole, peepholes + 2 * end + j)));
  }
  write(whole, dc + j, dBefore);
  write(whole, dh + j, f32x4.splat(0));
}
