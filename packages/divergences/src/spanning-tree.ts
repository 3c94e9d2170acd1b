/**
 * A spanning tree of a transport problem's nodes, sources 0 … n − 1 and sinks n … n + m − 1, rooted at source 0: a basis of the network
 * simplex. The arc between a node and its parent runs from the source of the two to the sink.
 */
export class SpanningTree {
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  /** Mass on the arc to the parent. */
  readonly flow: Float64Array;
  /** u of the sources, v of the sinks; cost = u + v on every arc of the tree. */
  readonly potential: Float64Array;
  readonly #firstChild: Int32Array;
  readonly #next: Int32Array;
  readonly #previous: Int32Array;

  /** @param arcs n + m − 1 of them that join all nodes: source and sink, one after the other. */
  constructor(
    readonly sources: number,
    readonly sinks: number,
    readonly cost: Float64Array,
    arcs: Int32Array,
    flows: Float64Array,
  ) {
    const nodes = sources + sinks;
    this.parent = new Int32Array(nodes).fill(-1);
    this.depth = new Int32Array(nodes);
    this.flow = new Float64Array(nodes);
    this.potential = new Float64Array(nodes);
    this.#firstChild = new Int32Array(nodes).fill(-1);
    this.#next = new Int32Array(nodes).fill(-1);
    this.#previous = new Int32Array(nodes).fill(-1);
    const neighbours: [node: number, flow: number][][] = Array.from({ length: nodes }, () => []);
    for (const [k, flow] of flows.entries()) {
      const [source, sink] = [arcs[2 * k]!, arcs[2 * k + 1]!];
      neighbours[source]!.push([sink, flow]);
      neighbours[sink]!.push([source, flow]);
    }
    const stack = [0];
    for (let node = stack.pop(); node !== undefined; node = stack.pop())
      for (const [child, flow] of neighbours[node]!) {
        if (child === this.parent[node]) continue;
        this.flow[child] = flow;
        this.#attach(child, node);
        stack.push(child);
      }
    this.refresh();
  }

  /** Depths and potentials anew from the root, without the rounding of many updates. */
  refresh(): void {
    this.potential[0] = 0;
    this.#visit(0, (node) => {
      if (node === 0) return;
      const parent = this.parent[node]!;
      const [source, sink] = node < this.sources ? [node, parent] : [parent, node];
      this.depth[node] = this.depth[parent]! + 1;
      this.potential[node] = this.cost[source * this.sinks + sink - this.sources]! - this.potential[parent]!;
    });
  }

  /**
   * Sends as much mass as possible over the arc from `source` to `sink`, back through the tree, and exchanges it for the arc that runs
   * empty.
   *
   * @param reducedCost of the entering arc, < 0.
   */
  pivot(source: number, sink: number, reducedCost: number): void {
    const { parent, depth, flow, sources } = this;
    // On the way up from the sink mass shrinks on the arcs below sinks, from the source on those above sources.
    let [a, b, leaving, amount, isBelowSink] = [source, sink, -1, Infinity, false];
    while (a !== b) {
      if (depth[a]! >= depth[b]!) {
        if (a < sources && flow[a]! < amount) [leaving, amount, isBelowSink] = [a, flow[a]!, false];
        a = parent[a]!;
      } else {
        if (b >= sources && flow[b]! < amount) [leaving, amount, isBelowSink] = [b, flow[b]!, true];
        b = parent[b]!;
      }
    }
    for (let node = source; node !== a; node = parent[node]!)
      flow[node]! += node < sources ? -amount : amount;
    for (let node = sink; node !== a; node = parent[node]!) flow[node]! += node < sources ? amount : -amount;
    const [inner, outer] = isBelowSink ? [sink, source] : [source, sink];
    this.#hang(inner, outer, leaving, amount);
    this.#shift(inner, reducedCost);
  }

  /** The part of the tree below `leaving` is cut off, rooted anew at `inner` and hung below `outer`. */
  #hang(inner: number, outer: number, leaving: number, amount: number): void {
    let [node, newParent, newFlow] = [inner, outer, amount];
    for (;;) {
      const [oldParent, oldFlow] = [this.parent[node]!, this.flow[node]!];
      this.#detach(node, oldParent);
      this.#attach(node, newParent);
      this.flow[node] = newFlow;
      if (node === leaving) return;
      [newParent, node, newFlow] = [node, oldParent, oldFlow];
    }
  }

  /** Moves the potentials below and at `top` so that its arc's reduced cost is 0, and sets the depths. */
  #shift(top: number, change: number): void {
    const { potential, depth, parent, sources } = this;
    const toSources = top < sources ? change : -change;
    this.#visit(top, (node) => {
      potential[node]! += node < sources ? toSources : -toSources;
      depth[node] = depth[parent[node]!]! + 1;
    });
  }

  /** Parents before children. */
  #visit(top: number, act: (node: number) => void): void {
    for (let node = top; ; ) {
      act(node);
      if (this.#firstChild[node]! >= 0) {
        node = this.#firstChild[node]!;
        continue;
      }
      while (node !== top && this.#next[node]! < 0) node = this.parent[node]!;
      if (node === top) return;
      node = this.#next[node]!;
    }
  }

  #attach(node: number, parent: number): void {
    const first = this.#firstChild[parent]!;
    this.parent[node] = parent;
    this.#previous[node] = -1;
    this.#next[node] = first;
    if (first >= 0) this.#previous[first] = node;
    this.#firstChild[parent] = node;
  }

  #detach(node: number, parent: number): void {
    const [previous, next] = [this.#previous[node]!, this.#next[node]!];
    if (previous >= 0) this.#next[previous] = next;
    else this.#firstChild[parent] = next;
    if (next >= 0) this.#previous[next] = previous;
  }

  /** Nodes, the deepest first. */
  byDepth(): Uint32Array {
    return Uint32Array.from(this.depth, (_, node) => node).sort((a, b) => this.depth[b]! - this.depth[a]!);
  }
}
