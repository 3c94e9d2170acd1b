import * as backend from "@elbowjs/backend";
import * as layers from "@elbowjs/layers";
import * as samples from "@elbowjs/samples";
import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as tf from "@tensorflow/tfjs-core";
import * as training from "../src/index.js";

testReadme(import.meta.url, {
  "@elbowjs/backend": backend,
  "@elbowjs/layers": layers,
  "@elbowjs/samples": samples,
  "@elbowjs/training": training,
  "@tensorflow/tfjs-core": tf,
});
