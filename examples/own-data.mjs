// Data of your own, of any shape: the electricity a household draws in each hour of a day. Here 300 days are made up, of
// two kinds; the clusters find them again.
//
//   node examples/own-data.mjs
import { lloyd } from "@elbowjs/kmeans-nn";
import { defaultRng } from "@elbowjs/numpy-random";

const rng = defaultRng(24);
const days = 300;
const hours = 24;
const peak = (hour, at, width) => Math.exp(-(((hour - at) / width) ** 2));
const data = Float32Array.from({ length: days * hours }, (_, i) => {
  const [day, hour] = [Math.floor(i / hours), i % hours];
  const atHome = day % 7 >= 5 ? peak(hour, 13, 4) : peak(hour, 7, 1.5) + 1.4 * peak(hour, 19, 2);
  return 0.3 + atHome + 0.1 * rng.standardNormal(); // kW
});

// The shape is [n, …]: 24 numbers a day, or [n, height, width] for images, or [n, 3] for colours.
const { centers, assignments, inertia } = await lloyd({ data, shape: [days, hours] }, { k: 2, nInit: 4 });

const weekend = assignments[5];
const agreeing = assignments.filter((cluster, day) => (cluster === weekend) === day % 7 >= 5).length;
console.log(`${agreeing} of ${days} days are in the cluster of their kind; inertia ${inertia.toFixed(1)}`);
for (let cluster = 0; cluster < 2; cluster++) {
  const mean = centers.subarray(cluster * hours, (cluster + 1) * hours);
  const highest = mean.indexOf(Math.max(...mean));
  console.log(`${cluster === weekend ? "Weekend" : "Workday"}: most at ${highest}:00`);
}
