import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as classicNn from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/classic-nn": classicNn });
