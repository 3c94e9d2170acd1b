"""Seconds of a training step of bench/recurrent-nn.mjs in PyTorch: python3 bench/recurrent-nn/peer.py '{"units": 128, …}'"""
import json, sys, time
import torch

work = json.loads(sys.argv[1])
torch.set_num_threads(work["threads"])
letters, n, steps = work["letters"], work["batch"], work["steps"]
rnn = torch.nn.LSTM(letters, work["units"], work["layers"], batch_first=True)
output = torch.nn.Linear(work["units"], letters)
weights = [*rnn.parameters(), *output.parameters()]
optimizer = torch.optim.Adam(weights, lr=0.002)
tokens = torch.randint(0, letters, (n, steps + 1))
x = torch.nn.functional.one_hot(tokens[:, :-1], letters).float()


def step():
    optimizer.zero_grad()
    y, _ = rnn(x)
    loss = torch.nn.functional.cross_entropy(output(y).reshape(-1, letters), tokens[:, 1:].reshape(-1))
    loss.backward()
    torch.nn.utils.clip_grad_norm_(weights, 5)
    optimizer.step()
    return loss.item()


step()
best = float("inf")
for _ in range(work["rounds"]):
    begun = time.perf_counter()
    for _ in range(work["count"]):
        step()
    best = min(best, (time.perf_counter() - begun) / work["count"])
print(json.dumps({"milliseconds": 1000 * best, "version": torch.__version__}))
