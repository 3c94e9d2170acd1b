"""The epoch of experiments/language-model.mjs in PyTorch, from the same weights and batches:
/usr/bin/python3 packages/recurrent-nn/scripts/language-model.py FOLDER

Prints the largest difference of a step's loss, the difference of the validation loss, and the seconds per step.
"""
import json, os, struct, sys, time
import torch

folder = sys.argv[1]
torch.set_num_threads(int(os.environ.get("THREADS", "2")))
raw = open(os.path.join(folder, "first.safetensors"), "rb").read()
(size,) = struct.unpack("<Q", raw[:8])
header = json.loads(raw[8 : 8 + size])
header.pop("__metadata__", None)
state = {}
for name, entry in header.items():
    start, end = entry["data_offsets"]
    state[name] = torch.frombuffer(bytearray(raw[8 + size + start : 8 + size + end]), dtype=torch.float32).reshape(entry["shape"])
tokens = torch.frombuffer(bytearray(open(os.path.join(folder, "tokens.int32"), "rb").read()), dtype=torch.int32).long()
letters, n, steps = state["output.bias"].shape[0], 50, 50
cut = int(0.9 * len(tokens))


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = torch.nn.LSTM(letters, 128, 2, batch_first=True)
        self.output = torch.nn.Linear(128, letters)


net = Net()
net.load_state_dict(state)


def windows(text):
    run = (len(text) - 1) // n
    rows = torch.stack([text[i * run : i * run + run + 1] for i in range(n)])
    for start in range(0, run - steps + 1, steps):
        yield rows[:, start : start + steps], rows[:, start + 1 : start + steps + 1]


def loss_of(x, y, hidden):
    out, hidden = net.rnn(torch.nn.functional.one_hot(x, letters).float(), hidden)
    return torch.nn.functional.cross_entropy(net.output(out).reshape(-1, letters), y.reshape(-1)), hidden


optimizer = torch.optim.Adam(net.parameters(), lr=0.002)
losses, hidden, begun = [], None, time.time()
for x, y in windows(tokens[:cut]):
    optimizer.zero_grad()
    loss, hidden = loss_of(x, y, hidden)
    hidden = tuple(h.detach() for h in hidden)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 5)
    optimizer.step()
    losses.append(loss.item())
seconds = (time.time() - begun) / len(losses)
with torch.no_grad():
    total, count, hidden = 0.0, 0, None
    for x, y in windows(tokens[cut:]):
        loss, hidden = loss_of(x, y, hidden)
        total, count = total + loss.item(), count + 1
ours = json.load(open(os.path.join(folder, "losses.json")))
print("steps", len(losses), "last loss", losses[-1], "validation", total / count, "seconds per step", round(seconds, 4))
print("largest difference of a step's loss", max(abs(a - b) for a, b in zip(losses, ours["losses"])))
print("difference of the validation loss", abs(total / count - ours["validation"]))
