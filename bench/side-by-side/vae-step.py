"""One training step of the faithful Gaussian autoencoder in PyTorch, eager."""
import torch
from torch import nn

from data import answer, images, time_steps

torch.manual_seed(0)


def after(n, norm):
    return [nn.ReLU(), norm(n), nn.Dropout(0.1)]


encoder = nn.Sequential(
    *[nn.Conv2d(1, 20, 4, padding=1), *after(20, nn.BatchNorm2d), nn.Conv2d(20, 20, 4, stride=2), *after(20, nn.BatchNorm2d)],
    *[nn.MaxPool2d(2), nn.Flatten(), nn.Linear(720, 360), *after(360, nn.BatchNorm1d), nn.Linear(360, 10)],
)
decoder = nn.Sequential(
    *[nn.Linear(10, 360), *after(360, nn.BatchNorm1d), nn.Linear(360, 720), *after(720, nn.BatchNorm1d)],
    *[nn.Unflatten(1, (20, 6, 6)), nn.Upsample(scale_factor=2, mode="bicubic")],
    *[nn.ConvTranspose2d(20, 20, 4, stride=2, output_padding=1), *after(20, nn.BatchNorm2d)],
    *[nn.ConvTranspose2d(20, 1, 4, padding=1), nn.Sigmoid()],
)
optimizer = torch.optim.SGD([*encoder.parameters(), *decoder.parameters()], lr=0.1)
x_all = torch.tensor(images[: 64 * 40]).float().reshape(-1, 1, 28, 28) / 255
mse = nn.MSELoss()
loss = None


def step(i):
    global loss
    x = x_all[64 * (i % 40) : 64 * (i % 40) + 64]
    z = encoder(x)
    f = decoder(z + torch.randn_like(z))
    out = torch.cat([z, (f - x).flatten(1)], 1)
    value = mse(out, torch.zeros_like(out))
    optimizer.zero_grad()
    value.backward()
    optimizer.step()
    loss = value.item()


times = time_steps(step, 5, 35)
answer(times, loss=round(loss, 4), steps=40)
