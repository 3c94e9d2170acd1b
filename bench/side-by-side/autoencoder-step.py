"""One SGD step of a deep dense autoencoder, the classic 784-1000-500-250-30 and back, in PyTorch."""
import torch
from torch import nn

from data import answer, images, time_steps

torch.manual_seed(0)
widths = [784, 1000, 500, 250, 30, 250, 500, 1000, 784]
layers = [nn.Linear(a, b) for a, b in zip(widths, widths[1:])]
for layer in layers:
    nn.init.kaiming_normal_(layer.weight)
    nn.init.zeros_(layer.bias)
model = nn.Sequential(*[m for layer in layers for m in (layer, nn.ReLU())][:-1])
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
x = torch.tensor(images[:128]).float() / 255
loss = None


def step(_):
    global loss
    value = ((model(x) - x) ** 2).mean()
    optimizer.zero_grad()
    value.backward()
    optimizer.step()
    loss = value.item()


times = time_steps(step, 30, 100)
answer(times, loss=round(loss, 4))
