const marks = [0, 1, 0x7f, 0x80, 0xff, 0x22, 0x2d, 0x39, 0x5b, 0x7b];

/** A copy of bytes with one kind of damage: flips, a cut, growth, a header's bytes overwritten, a piece moved, a number changed. */
export function damaged(bytes, source) {
  const kind = source.of(["flip", "cut", "grow", "header", "move", "digit"]);
  const copy = Uint8Array.from(bytes);
  const header = Math.min(copy.length, 64);
  switch (kind) {
    case "flip":
      for (let i = 0; i <= source.below(4); i++) copy[source.below(copy.length)] ^= 1 << source.below(8);
      return { what: kind, damagedBytes: copy };
    case "cut":
      return {
        what: kind,
        damagedBytes: copy.slice(0, source.below(source.random() < 0.3 ? header : copy.length)),
      };
    case "grow":
      return {
        what: kind,
        damagedBytes: Uint8Array.from([
          ...copy,
          ...new Uint8Array(1 + source.below(99)).fill(source.of(marks)),
        ]),
      };
    case "header":
      for (let i = 0; i <= source.below(4); i++) copy[source.below(header)] = source.of(marks);
      return { what: kind, damagedBytes: copy };
    case "move": {
      const from = source.below(copy.length);
      copy.copyWithin(source.below(copy.length), from, from + source.below(32));
      return { what: kind, damagedBytes: copy };
    }
    default: {
      // A number of a JSON header, or a brace, becomes another.
      const places = [...copy.keys()].filter(
        (i) => (copy[i] >= 0x30 && copy[i] <= 0x39) || marks.slice(5).includes(copy[i]),
      );
      if (places.length > 0) copy[source.of(places)] = source.of([...marks.slice(5), 0x30, 0x2e, 0x65, 0x20]);
      return { what: kind, damagedBytes: copy };
    }
  }
}
