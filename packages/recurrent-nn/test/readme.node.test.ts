import * as decoding from "@elbowjs/decoding";
import * as sequenceData from "@elbowjs/sequence-data";
import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as recurrent from "../src/index.js";

testReadme(import.meta.url, {
  "@elbowjs/recurrent-nn": recurrent,
  "@elbowjs/decoding": decoding,
  "@elbowjs/sequence-data": sequenceData,
});
