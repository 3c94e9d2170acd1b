import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as tf from "@tensorflow/tfjs-core";
import * as imageEvaluation from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/image-evaluation": imageEvaluation, "@tensorflow/tfjs-core": tf });
