/** One partial sequence that a search looked at. */
export interface SearchNode {
  /** Number of the node that it extends by `token`; −1 for the root. */
  readonly parent: number;
  /** −1 for the root. */
  readonly token: number;
  /** Tokens behind the prompt. */
  readonly depth: number;
  /** Σ ln p of them, nats. */
  readonly score: number;
  /** What became of it: extended, among the results, or dropped for better ones. */
  readonly fate: "extended" | "result" | "pruned";
}

/** All that a search looked at: node 0 is the prompt, parents come before their children. */
export interface SearchTree {
  readonly nodes: readonly SearchNode[];
}

/** A tree that is being built. */
export class GrowingTree {
  readonly #nodes: { -readonly [Key in keyof SearchNode]: SearchNode[Key] }[] = [
    { parent: -1, token: -1, depth: 0, score: 0, fate: "extended" },
  ];

  /** @returns the new node's number; until told otherwise it was dropped. */
  add(parent: number, token: number, score: number): number {
    const depth = this.#nodes[parent]!.depth + 1;
    return this.#nodes.push({ parent, token, depth, score, fate: "pruned" }) - 1;
  }

  mark(node: number, fate: SearchNode["fate"]): void {
    this.#nodes[node]!.fate = fate;
  }

  done(): SearchTree {
    return { nodes: this.#nodes };
  }
}
