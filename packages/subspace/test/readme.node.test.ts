import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as subspace from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/subspace": subspace });
