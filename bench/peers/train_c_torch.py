"""Training of the C network in PyTorch."""

import torch

from synthetic_films import synthetic_films
from torch_networks import network_c
from torch_training import start_torch, training_speed

start_torch()
films, labels = synthetic_films(14 * 32, 200, 200)
films = torch.from_numpy(films).permute(0, 3, 1, 2).repeat(1, 3, 1, 1)
labels = torch.from_numpy(labels).float()[:, None]
training_speed(network_c(), films, labels,
               loss=torch.nn.functional.binary_cross_entropy_with_logits,
               batch_size=32, warm_up_steps=2)
