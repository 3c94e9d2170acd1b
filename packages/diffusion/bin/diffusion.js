#!/usr/bin/env node
import { runModel } from "@elbowjs/command-line";
import { program } from "../dist/cli/index.js";

await runModel(program);
