/** The rows and columns of a tile of pairs. */
export const tileSize = 32;

/** Points that are laid out together. */
export const panel = 4;
