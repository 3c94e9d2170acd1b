"""The PyTorch side of transformer.mjs: the same weights, batches and Adam; writes torch.json into the folder."""
import json
import struct
import sys
import time

import numpy as np
import torch
from torch import nn

folder, steps, batch, context, width, layers = sys.argv[1], *map(int, sys.argv[2:])


def read_safetensors(path):
    data = open(path, "rb").read()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    body = data[8 + length :]
    return {
        name: torch.tensor(np.frombuffer(body[slice(*info["data_offsets"])], np.float32).copy()).reshape(info["shape"])
        for name, info in header.items()
        if name != "__metadata__"
    }


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.position = nn.Embedding(65, width), nn.Embedding(context, width)
        layer = nn.TransformerEncoderLayer(width, 4, 4 * width, 0.0, "gelu", batch_first=True, norm_first=True)
        self.blocks = nn.TransformerEncoder(layer, layers, nn.LayerNorm(width), enable_nested_tensor=False)
        self.output = nn.Linear(width, 65)

    def forward(self, tokens):
        steps = tokens.shape[1]
        mask = torch.triu(torch.full((steps, steps), float("-inf")), 1)
        return self.output(self.blocks(self.embedding(tokens) + self.position(torch.arange(steps)), mask))


model = Model()
model.load_state_dict(read_safetensors(f"{folder}/weights.safetensors"))
tokens = torch.tensor(np.fromfile(f"{folder}/tokens.bin", np.int32).reshape(steps, batch, context + 1)).long()
optimizer = torch.optim.Adam(model.parameters(), 1e-3)
losses, times = [], []
for rows in tokens:
    started = time.perf_counter()
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(rows[:, :-1]).reshape(-1, 65), rows[:, 1:].reshape(-1))
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    times.append(1000 * (time.perf_counter() - started))
json.dump(dict(losses=losses, times=times, version=torch.__version__), open(f"{folder}/torch.json", "w"))
