"""A training step of each network of networks.mjs, as a function without arguments, in PyTorch."""
import torch
from torch import nn
from torch.nn import functional as F

LETTERS = 65


def trained(model, loss):
    adam = torch.optim.Adam(model.parameters(), 1e-3)

    def step():
        adam.zero_grad()
        value = loss()
        value.backward()
        adam.step()
        return value.item()

    step()
    return step


def chain(widths):
    layers = []
    for a, c in zip(widths, widths[1:]):
        layers += [nn.Linear(a, c), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def autoencoder(b, h, **_):
    model = nn.Sequential(chain([784, h, h // 2, 30]), chain([30, h // 2, h, 784]), nn.Sigmoid())
    x = torch.rand(b, 784)
    return trained(model, lambda: ((model(x) - x) ** 2).sum() / b)


def vae(b, h, **_):
    model = nn.ModuleDict(
        dict(
            encoder=nn.Sequential(nn.Linear(784, h), nn.ReLU(), nn.BatchNorm1d(h), nn.Linear(h, 10)),
            decoder=nn.Sequential(nn.Linear(10, h), nn.ReLU(), nn.BatchNorm1d(h), nn.Linear(h, 784), nn.Sigmoid()),
        )
    )
    x = torch.rand(b, 784)

    def loss():
        z = model["encoder"](x)
        return ((z**2).sum() + ((model["decoder"](z + torch.randn_like(z)) - x) ** 2).sum()) / 2 / b

    return trained(model, loss)


def recurrent(b, h, t, **_):
    model = nn.ModuleDict(dict(rnn=nn.LSTM(LETTERS, h, batch_first=True), output=nn.Linear(h, LETTERS)))
    tokens = torch.randint(0, LETTERS, (b, t + 1))
    x = F.one_hot(tokens[:, :-1], LETTERS).float()
    return trained(
        model,
        lambda: F.cross_entropy(model["output"](model["rnn"](x)[0]).reshape(-1, LETTERS), tokens[:, 1:].reshape(-1)),
    )


def transformer(b, h, t, heads, **_):
    layer = nn.TransformerEncoderLayer(h, heads, 4 * h, 0.0, "relu", batch_first=True, norm_first=True)
    model = nn.ModuleDict(
        dict(
            embedding=nn.Embedding(LETTERS, h),
            position=nn.Embedding(t, h),
            blocks=nn.TransformerEncoder(layer, 2, nn.LayerNorm(h), enable_nested_tensor=False),
            output=nn.Linear(h, LETTERS),
        )
    )
    tokens = torch.randint(0, LETTERS, (b, t + 1))
    mask = torch.triu(torch.full((t, t), float("-inf")), 1)

    def loss():
        x = model["embedding"](tokens[:, :-1]) + model["position"](torch.arange(t))
        logits = model["output"](model["blocks"](x, mask))
        return F.cross_entropy(logits.reshape(-1, LETTERS), tokens[:, 1:].reshape(-1))

    return trained(model, loss)


def threaded(build):
    def prepare(point):
        torch.set_num_threads(point["threads"])
        return build(**{name: value for name, value in point.items() if name not in ("method", "threads")})

    return prepare


networks = {name: threaded(build) for name, build in
            dict(autoencoder=autoencoder, vae=vae, recurrent=recurrent, transformer=transformer).items()}
