"""Images per second of a PyTorch network in training, films in memory."""

import os
import sys
import time

import torch

from report import report


def start_torch():
    """Holds PyTorch to the threads that the harness names, and seeds it."""
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    torch.manual_seed(1)


def training_speed(network, films, labels, *, loss, batch_size, warm_up_steps):
    """Trains for one epoch and reports images per second after the first steps.

    `films` are uint8, channels first; with `--channels-last` on the command line both films and
    weights lie in memory as TensorFlow has them.
    """
    layout = torch.channels_last if "--channels-last" in sys.argv else torch.contiguous_format
    network = network.to(memory_format=layout).train()
    films = films.contiguous(memory_format=layout)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3, eps=1e-7, fused=True)
    order = torch.randperm(len(films)).split(batch_size)
    losses = []
    for step, batch in enumerate(order):
        if step == warm_up_steps:
            start = time.perf_counter()
        xs = films[batch].float().div_(255)
        optimizer.zero_grad(set_to_none=True)
        step_loss = loss(network(xs), labels[batch])
        step_loss.backward()
        optimizer.step()
        losses.append(step_loss.item())
    seconds = time.perf_counter() - start
    report((len(order) - warm_up_steps) * batch_size / seconds, {
        "params": sum(weights.numel() for weights in network.parameters()),
        "data": int(films[:, :1].sum(dtype=torch.int64)),
        "loss": sum(losses) / len(losses),
    })
