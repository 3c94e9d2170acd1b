import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as sequenceData from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/sequence-data": sequenceData });
