"""Training steps of a network in eager PyTorch: the peer that `./dev bench` runs beside the trainer.

    python step.py ARCHITECTURE BATCH SIZE (usual | best)

`usual` is what most scripts do: NCHW, default SGD. `best` is channels-last with the fused optimizer; the caller sets
the allocator's environment. Prints "ready" after two warm-up steps; then for every line N on standard input it runs N
steps and prints their milliseconds, separated by spaces.
"""
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class SamePad(nn.Conv2d):
    """A convolution with TensorFlow's SAME padding: the odd pixel goes right and below."""

    def forward(self, x):
        (height, width), (kernel, _), (stride, _) = x.shape[2:], self.kernel_size, self.stride
        down = max((-(-height // stride) - 1) * stride + kernel - height, 0)
        right = max((-(-width // stride) - 1) * stride + kernel - width, 0)
        if down or right:
            x = F.pad(x, (right // 2, right - right // 2, down // 2, down - down // 2))
        return self._conv_forward(x, self.weight, self.bias)


def convolution(inputs, outputs, kernel=1, stride=1, groups=1, activation=True):
    layers = [
        SamePad(inputs, outputs, kernel, stride, groups=groups, bias=False),
        nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.01),
    ]
    return nn.Sequential(*layers, *([nn.ReLU6()] if activation else []))


class InvertedBottleneck(nn.Module):
    def __init__(self, inputs, outputs, expansion, kernel, stride):
        super().__init__()
        width = inputs * expansion
        expand = [convolution(inputs, width)] if expansion > 1 else []
        self.layers = nn.Sequential(
            *expand,
            convolution(width, width, kernel, stride, groups=width),
            convolution(width, outputs, activation=False),
        )
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x):
        y = self.layers(x)
        return x + y if self.residual else y


def efficientnet_lite0(classes):
    layers, width = [convolution(3, 32, 3, 2)], 32
    # repeats, kernel, first stride, expansion, output channels
    for repeats, kernel, stride, expansion, outputs in (
        (1, 3, 1, 1, 16),
        (2, 3, 2, 6, 24),
        (2, 5, 2, 6, 40),
        (3, 3, 2, 6, 80),
        (3, 5, 1, 6, 112),
        (4, 5, 2, 6, 192),
        (1, 3, 1, 6, 320),
    ):
        for repeat in range(repeats):
            layers.append(InvertedBottleneck(width, outputs, expansion, kernel, 1 if repeat else stride))
            width = outputs
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(1280, classes)]
    return nn.Sequential(*layers, convolution(width, 1280), *head)


def build(architecture, classes=10):
    if architecture == "EfficientNetLite0":
        return efficientnet_lite0(classes)
    import torchvision

    return getattr(torchvision.models, architecture.lower())(num_classes=classes)


def main(architecture, batch, size, variant):
    best = variant == "best"
    layout = torch.channels_last if best else torch.contiguous_format
    torch.manual_seed(0)
    model = build(architecture).to(memory_format=layout).train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.001, momentum=0.9, fused=best or None)
    images = torch.randn(int(batch), 3, int(size), int(size)).contiguous(memory_format=layout)
    labels = torch.arange(int(batch)) % 10

    def step():
        start = time.perf_counter()
        loss = F.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return 1000 * (time.perf_counter() - start)

    step(), step()
    print("ready", flush=True)
    for line in sys.stdin:
        print(*(f"{step():.3f}" for _ in range(int(line))), flush=True)


main(*sys.argv[1:])
