"""Places images in the plane so that near images are near: the layout of UMAP (McInnes, Healy, Melville, 2018), with all edges moved
together in each round and every edge of weight 1. No labels are used. `pretrained.py --layout` starts a code of two units from it."""

import torch


def principal(points, components):
    centred = points - points.mean(0)
    _, vectors = torch.linalg.eigh(centred.T @ centred)
    return centred @ vectors[:, -components:].flip(1)


def neighbours(points, queries, k):
    """The k nearest points of each query, by index, nearest first."""
    half = (points * points).sum(1) / 2
    return torch.cat([(q @ points.T - half).topk(k).indices for q in queries.split(500)])


def layout(points, k=15, rounds=300, negatives=5, a=1.577, b=0.895, seed=0):
    """n × 2. Attraction along the edges of the k nearest neighbours, repulsion from random points; a and b are UMAP's for a least
    distance of 0.1. The step falls from 1 to 0."""
    random = torch.Generator().manual_seed(seed)
    reduced = principal(points, 50)
    near = neighbours(reduced, reduced, k + 1)[:, 1:]
    n = len(points)
    heads, tails = torch.arange(n).repeat_interleave(k), near.reshape(-1)
    place = reduced[:, :2] / reduced[:, :2].std(0) * 5
    for r in range(rounds):
        step = 1 - r / rounds
        # A third of the edges a round, as an edge of UMAP has its turn by its weight.
        chosen = torch.randint(len(heads), (len(heads) // 3,), generator=random)
        i, j = heads[chosen], tails[chosen]
        d = place[i] - place[j]
        square = (d * d).sum(1, keepdim=True)
        pull = -2 * a * b * square.clamp_min(1e-12) ** (b - 1) / (1 + a * square**b)
        force = (pull * d).clamp(-4, 4) * step
        moved = torch.zeros_like(place).index_add_(0, i, force).index_add_(0, j, -force)
        for _ in range(negatives):
            other = torch.randint(n, (len(i),), generator=random)
            d = place[i] - place[other]
            square = (d * d).sum(1, keepdim=True)
            push = 2 * b / ((0.001 + square) * (1 + a * square**b))
            moved.index_add_(0, i, (push * d).clamp(-4, 4) * step)
        place = place + moved
        if (r + 1) % 50 == 0:
            print(f"round {r + 1}: extent {place.std(0).tolist()}", flush=True)
    return place - place.mean(0)


def neighbour_accuracy(points, labels, queries, answers, k=10):
    """The share of queries whose k nearest points vote for their label; of equal votes the smallest label wins."""
    votes = torch.nn.functional.one_hot(labels[neighbours(points, queries, k)], 10).sum(1)
    return (votes.argmax(1) == answers).float().mean().item()
