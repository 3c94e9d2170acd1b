import { modelProgram, packageOf, runModel } from "@elbowjs/command-line";

const describe = ({ loss }) => [["Loss", loss.toFixed(5)]];
const number = { kind: "number", rule: "integer ≥ 1" };
const lossOf = ({ mean }, { samples }) => {
  let sum = 0;
  for (let i = 0; i < samples.size; i++)
    for (const [f, value] of samples.slice(i, i + 1).entries()) sum += (value - mean[f]) ** 2;
  return sum / samples.size / mean.length;
};

await runModel(
  modelProgram({
    package: packageOf(import.meta.url),
    about: "the mean image, by one step per epoch",
    file: {
      name: "mean.json",
      isOurs: (start) => start.startsWith('{"format":"mean-image"'),
      read: async (bytes) => ({ ...JSON.parse(new TextDecoder().decode(bytes)), dispose() {} }),
      write: ({ mean }) => JSON.stringify({ format: "mean-image", mean }),
    },
    flags: {
      epochs: { ...number, default: 3, help: "steps" },
      seed: { ...number, default: 1, help: "of nothing" },
    },
    create: async ({ train }) => ({ mean: new Array(train.features).fill(0), dispose() {} }),
    async train({ mean }, { train }, { epochs }, { hooks }) {
      const { samples } = train;
      const reports = [];
      for (let epoch = 1; epoch <= epochs; epoch++) {
        hooks.signal.throwIfAborted();
        for (let i = 0; i < samples.size; i++)
          for (const [f, value] of samples.slice(i, i + 1).entries())
            mean[f] += (0.5 * (value - mean[f])) / samples.size;
        reports.push({ epoch, loss: lossOf({ mean }, train) });
        await hooks.onEpoch(reports.at(-1));
      }
      return { epochs: reports };
    },
    evaluate: async (model, data) => ({ loss: lossOf(model, data) }),
    describe,
    report: async (_, { data, evaluation }) => ({
      title: `Mean image of ${data.name}`,
      sections: [{ title: "Measures", kind: "facts", facts: describe(evaluation) }],
    }),
  }),
);
