/** Every public package that is built: a new one joins by being there. */
export function packageNames(): readonly string[];
