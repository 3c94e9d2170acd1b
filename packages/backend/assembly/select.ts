/** out = condition ? a : b over n values of four bytes; the condition one byte each, 0 or not. */
export function select4(condition: usize, a: usize, b: usize, n: i32, out: usize): void {
  const end = out + (<usize>n << 2);
  for (; out + 16 <= end; out += 16, a += 16, b += 16, condition += 4) {
    const flags = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(condition)));
    v128.store(out, v128.bitselect(v128.load(a), v128.load(b), i32x4.ne(flags, i32x4.splat(0))));
  }
  for (; out < end; out += 4, a += 4, b += 4, condition++) {
    store<u32>(out, load<u8>(condition) ? load<u32>(a) : load<u32>(b));
  }
}
