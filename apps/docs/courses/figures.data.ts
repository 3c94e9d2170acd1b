import {
  capacityFigure,
  capacityTrace,
  competitiveFigure,
  competitiveTrace,
  corruptedCubic,
  corruptionFigure,
  depthFigure,
  depthTrace,
  descentPathFigure,
  distanceFigure,
  gradientDescentTrace,
  graphFigure,
  hebbianFigure,
  hebbianTrace,
  homeworkQuadratic,
  homeworkTraining,
  homeworkVariations,
  lectureCompetitive,
  lloydTrace,
  mockQuestion1,
  mockQuestion2,
  noisySine,
  polynomialFigure,
  sixPointHebb,
  stepNetworkData,
  surfaceFigure,
  threeLayerTrace,
  trainingFigure,
  voronoiFigure,
  weightDecayFigure,
  weightDecayTrace,
} from "@elbowjs/classic-nn";
import { curves, toSvg } from "@elbowjs/lloyd-analysis";

export declare const data: Readonly<Record<string, string>>;

function mockFinal(): Record<string, string> {
  const { points, initial, alternativeInitial } = mockQuestion1;
  const asked = lloydTrace(points, initial);
  const run = competitiveTrace(mockQuestion2.points, mockQuestion2.initial, mockQuestion2);
  return {
    "mock-1-before": voronoiFigure(asked, { step: 0, title: "Cells of the start" }),
    "mock-1-after": voronoiFigure(asked, { title: "Cells of the end" }),
    "mock-1-other": voronoiFigure(lloydTrace(points, alternativeInitial), { title: "The other fixed point" }),
    "mock-2": competitiveFigure(run, { title: "Rounded weights" }),
  };
}

function homework5(): Record<string, string> {
  const R = homeworkQuadratic();
  const descents = [0.02, 0.05, 0.1].map((learningRate) => gradientDescentTrace(R, [0, 0], { learningRate }));
  const trained = (name: string) => homeworkTraining(homeworkVariations[name]!);
  const runs = Object.fromEntries(
    ["homework", "solution", "a = 10", "η = 0.1", "batches of 5", "zero weights"].map((name) => [
      name,
      trained(name),
    ]),
  );
  const { inputs } = stepNetworkData();
  const surface = (name: string) => surfaceFigure(runs[name]!.network, inputs, { title: name });
  return {
    "homework-5-distance": distanceFigure(descents),
    "homework-5-path": descentPathFigure(R, descents.slice(0, 2), { x: [-0.5, 1.5], y: [-0.5, 3.5] }),
    "homework-5-errors": trainingFigure(runs),
    "homework-5-surface": surface("homework"),
    "homework-5-surface-solution": surface("solution"),
  };
}

function lectures(): Record<string, string> {
  const split = noisySine();
  const capacities = capacityTrace(split, { degrees: Array.from({ length: 11 }, (_, k) => k) });
  return {
    "lecture-11-capacity": capacityFigure(capacities),
    "lecture-11-polynomials": polynomialFigure(
      split,
      [1, 3, 9].map((degree) => capacities[degree]!),
    ),
    "lecture-13-depth": depthFigure({
      "gain ½": depthTrace({ gain: 0.5 }),
      "gain 1": depthTrace(),
      "gain 1.5": depthTrace({ gain: 1.5 }),
      normalised: depthTrace({ gain: 0.5, normalise: "layer" }),
    }),
    "lecture-17-hebb": hebbianFigure(
      hebbianTrace(sixPointHebb.points, sixPointHebb.initial, { learningRate: sixPointHebb.learningRate }),
    ),
    "lecture-18-competitive": competitiveFigure(
      competitiveTrace(lectureCompetitive.points, lectureCompetitive.initial, lectureCompetitive),
    ),
  };
}

/** The figures of the courses, computed when the site is built. */
export default {
  load: (): Record<string, string> => ({
    ...mockFinal(),
    ...homework5(),
    ...lectures(),
    "homework-7-balance": toSvg(curves({ b: 64 })),
    "homework-3-graph": graphFigure(threeLayerTrace().node.z),
    "exercise-iii-decay": weightDecayFigure(weightDecayTrace()),
    "exercise-iii-corruption": corruptionFigure(corruptedCubic()),
  }),
};
