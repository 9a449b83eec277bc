"""Training of the D network in PyTorch."""

import torch

from synthetic_films import synthetic_films
from torch_networks import network_d
from torch_training import start_torch, training_speed

start_torch()
films, labels = synthetic_films(10 * 16, 500, 500)
films = torch.from_numpy(films).permute(0, 3, 1, 2)
training_speed(network_d(), films, torch.from_numpy(labels).long(),
               loss=torch.nn.functional.cross_entropy, batch_size=16, warm_up_steps=2)
