/** A stroke of the pen: the points that a Catmull–Rom curve passes through; a point written twice is a corner. */
export interface Stroke {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** One way to write a digit: two extreme forms, stroke for stroke and point for point, between which every hand lies. */
export interface Letterform {
  /** How often the style is written, relative to the other styles of its digit. */
  readonly weight: number;
  readonly from: readonly Stroke[];
  readonly to: readonly Stroke[];
}

interface WrittenForm {
  weight: number;
  from: string;
  to: string;
}

/**
 * The styles of each digit, 0 to 9, as people write them in North America, drawn by hand for this package:
 * points "x,y" in a box about 100 high, y downwards, strokes separated by "|".
 */
const written: WrittenForm[][] = [
  [
    // closed: narrow – wide
    {
      weight: 6,
      from: "26,0 8,22 0,55 6,88 20,100 38,80 44,45 40,12 24,0",
      to: "50,0 14,12 -6,50 14,88 48,100 88,86 98,48 82,12 46,0",
    },
    // open at the top – overshooting with a hook
    {
      weight: 4,
      from: "28,2 6,22 0,55 12,90 34,100 62,82 70,45 58,14 42,10",
      to: "48,14 18,10 0,50 12,88 40,100 72,82 80,40 60,6 10,0",
    },
    // begins or ends inside the ring
    {
      weight: 1.5,
      from: "24,14 44,2 20,10 0,50 10,90 34,100 62,82 68,42 56,10 36,4",
      to: "40,40 56,2 22,10 0,50 10,90 40,100 74,84 82,42 70,14 44,14",
    },
  ],
  [
    // a stick: straight – bent
    {
      weight: 9,
      from: "0,0 0,50 0,100",
      to: "8,0 1,50 3,100",
    },
    // flag: short – long
    {
      weight: 0.8,
      from: "-8,12 -4,6 0,0 0,0 0,50 0,100",
      to: "-28,34 -12,20 0,0 0,0 0,50 0,100",
    },
    // flag and base
    {
      weight: 0.8,
      from: "-12,10 -6,6 0,0 0,0 0,50 0,100 | -18,100 0,100 18,100",
      to: "-26,24 -12,16 0,0 0,0 0,50 0,96 | -42,98 0,98 42,98",
    },
  ],
  [
    // corner at the foot: tall – squat
    {
      weight: 5,
      from: "0,24 10,6 30,0 50,10 50,32 30,62 0,96 0,96 30,97 62,96",
      to: "0,22 18,8 44,2 66,14 58,38 30,66 0,94 0,94 46,92 100,90",
    },
    // loop at the foot: small – large with a rising tail
    {
      weight: 5,
      from: "4,22 16,4 36,0 52,14 46,42 26,74 8,94 2,84 14,80 38,92 70,94",
      to: "0,30 14,6 44,0 66,22 56,56 32,88 8,96 0,78 20,66 52,84 92,84",
    },
    // loop at the foot and a hook at the top
    {
      weight: 2,
      from: "10,34 2,20 20,2 44,6 52,30 40,62 18,92 4,94 6,78 26,78 48,94 70,90",
      to: "22,36 0,30 14,4 50,0 66,26 54,60 30,90 4,100 -4,78 22,70 56,96 86,96",
    },
    // wavy foot
    {
      weight: 2,
      from: "0,20 20,2 48,8 54,34 44,60 24,82 0,100 0,100 20,92 40,98 66,94",
      to: "6,30 24,4 56,4 68,34 54,66 28,88 -6,98 -6,98 24,84 52,100 92,92",
    },
  ],
  [
    // round: narrow – wide with a deep waist
    {
      weight: 6,
      from: "2,14 18,1 38,4 44,22 34,40 18,47 34,49 50,62 46,86 26,100 2,92",
      to: "0,12 26,0 60,6 62,26 40,42 14,50 40,46 68,62 64,88 34,100 -4,90",
    },
    // corner in the waist
    {
      weight: 3,
      from: "0,18 18,0 42,4 48,22 36,38 18,46 18,46 40,50 50,70 42,92 20,100 0,90",
      to: "0,8 28,0 56,4 56,20 40,38 12,52 12,52 46,48 68,64 60,88 30,100 -10,88",
    },
    // flat top
    {
      weight: 1.5,
      from: "0,4 24,3 50,2 50,2 36,22 20,40 20,40 48,52 54,78 34,98 2,92",
      to: "4,8 28,5 58,0 58,0 40,18 22,36 22,36 52,46 58,76 32,100 0,84",
    },
    // a loop in the waist
    {
      weight: 1.5,
      from: "0,16 18,1 42,4 46,22 30,42 18,48 22,42 46,56 52,82 28,100 0,90",
      to: "0,22 16,2 44,2 50,22 34,44 8,54 14,38 44,54 54,80 26,100 -6,78",
    },
  ],
  [
    // open, two strokes: narrow – wide, the stem low
    {
      weight: 6,
      from: "10,2 4,26 0,52 0,52 24,54 56,50 | 44,0 44,34 42,68 40,100",
      to: "22,0 10,24 -4,48 -4,48 40,50 92,44 | 68,14 62,40 56,70 48,100",
    },
    // open, one stroke, round bowl
    {
      weight: 3,
      from: "4,4 0,30 10,48 30,48 46,30 50,4 50,4 50,36 50,68 48,100",
      to: "8,0 0,26 6,46 34,46 58,24 70,-2 70,-2 62,36 54,70 40,100",
    },
    // closed: the stem high – crossing low
    {
      weight: 2,
      from: "42,4 22,32 0,60 0,60 32,62 68,60 | 44,2 44,34 44,67 44,100",
      to: "40,0 18,26 2,50 2,50 34,50 84,46 | 40,0 42,34 42,67 40,100",
    },
    // closed, one stroke
    {
      weight: 1,
      from: "46,10 24,26 0,52 0,52 24,52 50,48 48,10 48,10 48,54 46,100",
      to: "56,2 30,14 0,42 0,42 24,46 52,40 56,2 56,2 50,50 44,100",
    },
    // open, two strokes, the stem short and low
    {
      weight: 2,
      from: "10,6 4,30 0,52 0,52 30,54 60,50 | 52,30 50,54 48,78 46,100",
      to: "26,0 14,24 0,44 0,44 44,48 100,40 | 66,26 60,50 54,74 46,100",
    },
  ],
  [
    // bar last, as a second stroke: narrow – wide belly
    {
      weight: 5,
      from: "14,4 12,22 10,40 10,40 30,38 48,54 44,84 22,100 0,92 | 14,4 34,3 56,0",
      to: "22,8 16,26 8,44 8,44 42,40 64,62 52,90 20,100 -10,88 | 22,8 52,4 94,-4",
    },
    // one stroke: angular – like an s
    {
      weight: 4,
      from: "60,2 36,3 14,4 13,8 9,38 10,42 34,40 52,58 46,88 22,100 0,90",
      to: "72,2 46,2 22,8 18,16 14,32 18,42 40,48 54,68 44,92 16,100 -10,90",
    },
    // narrow back, small belly, the bar far out
    {
      weight: 2,
      from: "24,10 18,24 10,40 10,40 24,42 34,58 28,82 12,98 -10,96 | 22,8 42,6 68,2",
      to: "26,16 18,32 8,48 8,48 30,46 44,64 34,88 10,98 -24,84 | 24,16 60,8 104,4",
    },
    // belly that closes towards the back
    {
      weight: 1.5,
      from: "50,2 32,3 10,6 10,6 6,40 6,40 36,36 54,60 42,92 14,98 0,80",
      to: "64,0 36,3 12,4 12,4 6,46 6,46 44,38 66,66 46,98 8,98 0,72",
    },
    // no bar
    {
      weight: 1,
      from: "26,0 20,14 14,36 14,36 36,40 48,60 36,88 8,100 -10,92",
      to: "40,0 30,16 20,38 20,38 44,48 52,72 34,96 0,100 -24,86",
    },
  ],
  [
    // narrow, small loop – wide, large loop
    {
      weight: 6,
      from: "34,0 14,22 2,56 4,84 20,100 38,88 38,66 24,60 6,74",
      to: "46,0 14,18 -4,54 6,90 42,100 76,84 74,58 46,50 14,74",
    },
    // straight back, loop written last
    {
      weight: 4,
      from: "22,0 12,28 4,58 2,84 16,100 34,90 36,70 24,62 6,80",
      to: "44,0 26,26 8,54 0,80 18,100 52,88 62,64 36,56 4,86",
    },
    // the loop winds inwards
    {
      weight: 2,
      from: "30,0 10,26 0,60 8,92 34,100 54,82 48,60 28,60 20,80 30,86",
      to: "60,4 20,16 0,54 10,92 48,98 80,78 70,52 38,56 24,80 36,96",
    },
    // upright back, low bowl
    {
      weight: 2,
      from: "0,0 -2,30 0,62 8,92 32,100 54,86 50,66 30,64 8,84",
      to: "4,0 2,30 4,62 16,94 52,100 88,80 78,60 50,62 24,84",
    },
  ],
  [
    // plain: narrow, straight stem – wide, curved stem
    {
      weight: 6,
      from: "0,8 22,6 44,4 44,4 36,34 28,66 22,100",
      to: "0,4 34,6 76,0 76,0 54,26 40,60 34,100",
    },
    // with a serif at the left – rounded corner
    {
      weight: 4,
      from: "0,28 4,8 28,6 54,4 53,8 42,34 32,66 26,100",
      to: "-6,40 6,10 30,2 58,0 66,10 54,38 40,66 32,100",
    },
    // with a bar
    {
      weight: 2.5,
      from: "0,8 26,6 54,4 54,4 42,34 32,66 24,100 | 14,52 36,50 58,48",
      to: "0,12 26,6 56,2 56,2 44,32 32,66 20,100 | -2,58 34,52 74,46",
    },
    // a long serif
    {
      weight: 1,
      from: "0,60 2,30 6,8 6,8 30,6 54,4 54,4 44,34 36,66 30,100",
      to: "-12,56 0,30 14,2 14,2 38,10 66,6 66,6 60,34 50,66 40,100",
    },
  ],
  [
    // one stroke from the top right: closed – open
    {
      weight: 7,
      from: "50,10 28,0 8,16 16,36 38,54 50,78 30,100 6,88 14,62 38,42 52,18 46,4",
      to: "62,16 34,0 8,14 18,40 38,58 42,82 22,100 2,84 16,60 40,40 66,18 76,0",
    },
    // two rings
    {
      weight: 2,
      from: "26,48 8,36 10,10 30,0 50,10 48,36 26,48 4,62 4,90 28,100 54,90 50,60 26,48",
      to: "24,44 10,32 12,8 28,0 46,8 44,32 24,44 -6,60 -6,90 28,100 64,88 60,58 24,44",
    },
    // large top, narrow foot
    {
      weight: 2,
      from: "46,30 20,34 4,18 24,0 48,10 44,34 24,58 10,82 22,100 36,86 30,62 8,34",
      to: "56,20 30,38 2,26 16,2 50,2 54,26 36,54 18,84 26,100 42,88 38,64 10,40",
    },
    // narrow
    {
      weight: 1,
      from: "30,10 16,0 4,14 10,34 24,52 30,78 16,100 2,84 10,62 22,44 32,20 28,4",
      to: "40,12 20,0 6,18 14,40 24,54 26,76 14,100 2,84 10,66 26,44 40,20 46,0",
    },
  ],
  [
    // straight tail: narrow – wide, leaning
    {
      weight: 6,
      from: "42,12 24,0 4,18 6,44 26,48 42,28 44,8 44,8 42,40 40,70 40,100",
      to: "66,8 36,0 2,20 -2,44 26,48 56,28 68,2 68,2 56,36 44,68 32,100",
    },
    // curved tail
    {
      weight: 3,
      from: "46,14 26,0 4,16 4,40 24,48 44,32 48,10 50,44 46,80 28,98 4,92",
      to: "46,20 28,0 6,12 4,36 22,46 42,34 46,12 50,40 50,72 42,92 24,100",
    },
    // tail continues from the closed loop
    {
      weight: 3,
      from: "42,4 18,4 2,24 12,44 34,42 46,22 42,4 46,36 48,68 46,100",
      to: "54,2 22,2 -4,26 10,46 38,40 52,18 50,0 46,36 40,68 32,100",
    },
    // the loop stays open at the top
    {
      weight: 2,
      from: "34,2 12,12 0,34 10,46 34,42 50,20 50,20 48,48 44,74 40,100",
      to: "50,-4 18,6 -6,32 6,46 36,42 60,24 60,24 56,50 50,76 46,100",
    },
    // large loop, short stem
    {
      weight: 2,
      from: "50,8 26,0 2,22 4,52 28,60 48,36 52,6 52,6 52,40 52,70 52,100",
      to: "72,14 40,2 2,22 0,56 32,62 62,38 74,6 74,6 70,38 66,70 64,100",
    },
  ],
];

const strokes = (form: string): Stroke[] =>
  form.split(" | ").map((stroke) => {
    const points = stroke.split(" ").map((point) => point.split(",").map(Number));
    return { x: points.map(([x]) => x!), y: points.map(([, y]) => y!) };
  });

let parsed: Letterform[][] | undefined;

/** The styles of one digit. */
export function letterforms(digit: number): readonly Letterform[] {
  parsed ??= written.map((styles) =>
    styles.map(({ weight, from, to }) => ({ weight, from: strokes(from), to: strokes(to) })),
  );
  return parsed[digit]!;
}
