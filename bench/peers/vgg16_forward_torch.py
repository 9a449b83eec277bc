"""VGG16 forward in PyTorch; with `--channels-last`, memory laid out as TensorFlow has it."""

import sys
import time

import torch
from torch import nn

from report import report
from torch_training import start_torch


def vgg16():
    """The thirteen convolutions of VGG16, in five blocks."""
    blocks = [(3, 64, 64), (64, 128, 128), (128, 256, 256, 256), (256, 512, 512, 512),
              (512, 512, 512, 512)]
    layers = []
    for channels in blocks:
        for before, after in zip(channels, channels[1:]):
            layers += [nn.Conv2d(before, after, 3, padding=1), nn.ReLU(inplace=True)]
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers)


start_torch()
layout = torch.channels_last if "--channels-last" in sys.argv else torch.contiguous_format
network = vgg16().eval().to(memory_format=layout)
xs = torch.rand(16, 3, 224, 224).to(memory_format=layout)
with torch.inference_mode():
    network(xs)
    start = time.perf_counter()
    for _ in range(3):
        features = network(xs)
images = 3 * len(features)
report(images / (time.perf_counter() - start), {
    "params": sum(weights.numel() for weights in network.parameters()),
    "images": images,
})
