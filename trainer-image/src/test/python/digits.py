"""MNIST to MNIST-M in PyTorch, from the initial weights and in the order of DigitRecipesQualityTest.

    python digits.py DATA [RECIPE]

DATA holds the unpacked folders mnist and mnist-m. Prints a row for each recipe and seed: the accuracy on the target's
test images, and for the network with BatchNorm also before its statistics are measured again. Which initial weights
are drawn decides these short trainings to a quarter of the test images, so only equal ones can be compared.
"""
import math
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F

BATCH = 64
SEEDS = 3


def uniform(seed, count):
    """The first values of java.util.SplittableRandom(seed).nextDouble()."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)).astype(np.float64) * 2.0**-53


def fill(seed, module):
    """Every layer but BatchNorm uniform within 1 / sqrt(fan-in), in the order of its tensors."""
    layers = [m for m in module.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    tensors = [t for m in layers for t in m.parameters()]
    values = uniform(seed, sum(t.numel() for t in tensors))
    at = 0
    for layer in layers:
        bound = 1 / math.sqrt(layer.weight[0].numel())
        for tensor in layer.parameters():
            drawn = bound * (2 * values[at:at + tensor.numel()] - 1)
            tensor.data = torch.from_numpy(drawn.astype(np.float32)).view(tensor.shape)
            at += tensor.numel()


def order(seed, epoch, count):
    return np.argsort(uniform(1000 * (seed + 1) + epoch, count), kind="stable")[:count // BATCH * BATCH].reshape(-1, BATCH)


def folder(root):
    images, labels = [], []
    for kind in sorted(root.iterdir()):
        for file in sorted(kind.iterdir()):
            images.append(np.asarray(Image.open(file).convert("RGB")))
            labels.append(int(kind.name))
    return torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).float() / 255, torch.tensor(labels)


class Reversed(torch.autograd.Function):
    @staticmethod
    def forward(context, x, strength):
        context.strength = strength
        return x.view_as(x)

    @staticmethod
    def backward(context, gradient):
        return -context.strength * gradient, None


def dann(discriminator, source, target, strength):
    told = discriminator(Reversed.apply(torch.cat([source, target]), strength)).squeeze(1)
    return F.binary_cross_entropy_with_logits(told, torch.cat([torch.ones(len(source)), torch.zeros(len(target))]))


def coral(source, target, strength):
    return strength * ((torch.cov(source.T) - torch.cov(target.T)) ** 2).sum() / (4 * source.shape[1] ** 2)


def mmd(source, target, strength):
    both = torch.cat([source, target])
    squared = torch.cdist(both, both, compute_mode="donot_use_mm_for_euclid_dist") ** 2
    mean = squared.detach().sum() / (len(both) * (len(both) - 1))
    kernel = sum(torch.exp(-squared / (mean * factor)) for factor in (0.25, 0.5, 1, 2, 4))
    n = len(source)
    return strength * (kernel[:n, :n].mean() + kernel[n:, n:].mean() - 2 * kernel[:n, n:].mean())


def ganin():
    backbone = nn.Sequential(nn.Conv2d(3, 32, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 48, 5), nn.ReLU(),
                             nn.MaxPool2d(2), nn.Flatten())
    head = nn.Sequential(nn.Linear(768, 100), nn.ReLU(), nn.Linear(100, 100), nn.ReLU(), nn.Linear(100, 10))
    return backbone, head, nn.Sequential(nn.Linear(768, 100), nn.ReLU(), nn.Linear(100, 1))


def five_convolutions():
    def block(inputs, outputs):
        return nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()

    backbone = nn.Sequential(*block(3, 32), *block(32, 32), nn.MaxPool2d(2), *block(32, 64), *block(64, 64),
                             nn.MaxPool2d(2), *block(64, 128), nn.AdaptiveAvgPool2d(1), nn.Flatten())
    return backbone, nn.Linear(128, 10), nn.Sequential(nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 1))


def annealed(done):
    return 0.01 / (1 + 10 * done) ** 0.75


def one_cycle(done):
    def cosine(start, end, part):
        return end + (start - end) * 0.5 * (1 + math.cos(math.pi * part))

    return cosine(0.002, 0.05, done / 0.3) if done < 0.3 else cosine(0.05, 2e-7, (done - 0.3) / 0.7)


def accuracy(network, images, labels):
    network.eval()
    with torch.no_grad():
        told = torch.cat([network(part) for part in images.split(500)]).argmax(1)
    return (told == labels).float().mean().item()


def train(networks, method, weight, epochs, rate, decay, seed, source, target):
    backbone, head, discriminator = networks
    parameters = [*backbone.parameters(), *head.parameters(), *(discriminator.parameters() if method == "DANN" else ())]
    optimizer = torch.optim.SGD(parameters, 0.1, 0.9, weight_decay=decay)
    steps, step = epochs * (len(source[0]) // BATCH), 0
    for epoch in range(epochs):
        for a, b in zip(order(seed, epoch, len(source[0])), order(seed + 100, epoch, len(target[0]))):
            done = step / steps
            strength = weight * (2 / (1 + math.exp(-10 * done)) - 1)
            features = backbone(source[0][a])
            loss = F.cross_entropy(head(features), source[1][a])
            if method in ("DANN", "CORAL", "MMD"):
                others = backbone(target[0][b])
                if method == "DANN":
                    loss = loss + dann(discriminator, features, others, strength)
                else:
                    loss = loss + (coral if method == "CORAL" else mmd)(features, others, strength)
            for group in optimizer.param_groups:
                group["lr"] = rate(done)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1


def filled(networks, seed):
    fill(seed, nn.ModuleList(networks[:2]))
    fill(seed + 50, networks[2])
    return networks


def run_ganin(method, seed, data):
    centred = {name: (part["train"][0].mean((0, 2, 3), keepdim=True), part) for name, part in data.items()}

    def images(name, which):
        mean, part = centred[name]
        return part[which][0] - mean, part[which][1]

    networks = filled(ganin(), seed)
    labelled = images("mnist-m" if method == "target" else "mnist", "train")
    train(networks, method, 1, 12, annealed, 0, seed, labelled, images("mnist-m", "train"))
    print(f"Ganin, {method}, {seed}: {accuracy(nn.Sequential(*networks[:2]), *images('mnist-m', 'test')):.3f}", flush=True)


def run_five_convolutions(method, weight, seed, data):
    def images(name, which):
        return data[name][which][0] * 2 - 1, data[name][which][1]

    networks = filled(five_convolutions(), seed)
    train(networks, method, weight, 10, one_cycle, 5e-4, seed, images("mnist", "train"), images("mnist-m", "train"))
    network = nn.Sequential(*networks[:2])
    before = accuracy(network, *images("mnist-m", "test"))
    for layer in network.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.reset_running_stats()
            layer.momentum = None
    network.train()
    with torch.no_grad():
        for part in images("mnist-m", "train")[0].split(500):
            network(part)
    after = accuracy(network, *images("mnist-m", "test"))
    print(f"BatchNorm, {method}, {seed}: {before:.3f}, measured again {after:.3f}", flush=True)


def main():
    root, only = Path(sys.argv[1]), " ".join(sys.argv[2:])
    data = {name: {part: folder(root / name / part) for part in ("train", "test")} for name in ("mnist", "mnist-m")}
    for method in ("source only", "DANN", "target"):
        for seed in range(SEEDS):
            if f"Ganin, {method}".startswith(only):
                run_ganin(method, seed, data)
    for method, weight in (("source only", 0), ("DANN", 0.1), ("CORAL", 100), ("MMD", 1)):
        for seed in range(SEEDS):
            if f"BatchNorm, {method}".startswith(only):
                run_five_convolutions(method, weight, seed, data)


main()
