import { type BackendName, backendsHere } from "@elbowjs/test-kit/on-each-backend";

/** The backends of this machine to train on. */
export const trainingBackends = async (): Promise<readonly BackendName[]> => backendsHere;
