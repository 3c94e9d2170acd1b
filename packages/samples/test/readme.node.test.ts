import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as samples from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/samples": samples });
