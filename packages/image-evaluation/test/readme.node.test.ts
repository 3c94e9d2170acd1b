import * as mnistData from "@elbowjs/mnist-data";
import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as imageEvaluation from "../src/index.js";

testReadme(import.meta.url, {
  "@elbowjs/image-evaluation": imageEvaluation,
  "@elbowjs/mnist-data": mnistData,
});
