import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as safetensors from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/safetensors": safetensors });
