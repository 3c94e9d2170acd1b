import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as numpyRandom from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/numpy-random": numpyRandom });
