import * as backend from "@elbowjs/backend";
import * as numpyRandom from "@elbowjs/numpy-random";
import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "../src/index.js";

testReadme(import.meta.url, {
  "@elbowjs/backend": backend,
  "@elbowjs/layers": layers,
  "@elbowjs/numpy-random": numpyRandom,
  "@tensorflow/tfjs-core": tf,
});
