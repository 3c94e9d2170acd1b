import { testReadme } from "@elbowjs/test-kit/test-readme";
import * as diffusion from "../src/index.js";

testReadme(import.meta.url, { "@elbowjs/diffusion": diffusion });
