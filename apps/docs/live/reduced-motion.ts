/** Whether the visitor asked the system for less motion; pictures then change about once a second. */
export const motionIsReduced = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;
