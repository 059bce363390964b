"""
Trains the feedback model: `python train.py` (seeded; two processes, one for each core; see README.md). Writes the weights, the vocabulary
and a plot to `build/`. Texts for training are generated; `evaluation/dev.jsonl` and `held-out/` are looked at along the way; the test
files are never opened here.
"""

import argparse
import json
import math
import pickle
import time
from pathlib import Path

import numpy
import torch
import torch.multiprocessing
from torch import Tensor, nn
from torch.nn import functional

from batches import Batch, Batches, read
from generator import HELD_OUT, Example, hand_written
from labels import SENTIMENTS, THEMES
from network import Network, Shape
from pairs import choose
from teacher import Teacher
from tokenizer import ANSWER_PIECES, Tokenizer, learn

HERE = Path(__file__).parent
BUILD = HERE / "build"
DEV = HERE.parent / "evaluation" / "dev.jsonl"
"""What the words alone say must be learned too: weight of that second task."""
WORDS_WEIGHT = 0.5
"""A word is met in few batches, so what it means must move further in each."""
WORD_PACE = 5.0
WARM_UP = 200
LOOKS = 12


def development_texts() -> list[Example]:
    entries = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]
    return [Example(entry["text"], entry["sentiment"], frozenset(entry["themes"])) for entry in entries]


def score(network: Network, tokenizer: Tokenizer, examples: list[Example]) -> tuple[float, float]:
    """Accuracy of the sentiment and micro F1 of the themes."""
    answers = read(network, tokenizer, [example.text for example in examples])
    right = sum(SENTIMENTS[int(numpy.argmax(shares))] == example.sentiment for (shares, _), example in zip(answers, examples))
    hits = sum(len(themes & example.themes) for (_, themes), example in zip(answers, examples))
    named = sum(len(themes) + len(example.themes) for (_, themes), example in zip(answers, examples))
    return right / len(examples), 2 * hits / max(1, named)


class Words(nn.Module):
    """The second task, while training only: the answer from the plain average of what the first layers make of each word."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.answer = nn.Linear(width, len(SENTIMENTS) + len(THEMES))

    def loss(self, stream: Tensor, batch: Batch) -> Tensor:
        live = batch.live[..., None]
        said = self.answer(self.norm((stream * live).sum(dim=1) / live.sum(dim=1)))
        sentiment, themes = said[:, : len(SENTIMENTS)], said[:, len(SENTIMENTS) :]
        of_sentiment = -(batch.sentiments * functional.log_softmax(sentiment, dim=-1)).sum(dim=-1).mean()
        of_themes = functional.binary_cross_entropy_with_logits(themes, batch.themes, reduction="none").sum(dim=-1).mean()
        return of_sentiment + 0.5 * of_themes


def answer_loss(logits: Tensor, batch: Batch, others: int, said: Tensor) -> Tensor:
    """
    @param logits of the answer's pieces; every one of `others` other tokens has the logit 0
    @param said the sentiments, among the answer's pieces
    """
    total = torch.logaddexp(logits.logsumexp(dim=-1), torch.tensor(math.log(others)))
    wanted = logits.gather(1, batch.wanted[:, None])[:, 0]
    # Not the sentiment that was written down but all, each as likely as it is.
    wanted = wanted.index_copy(0, batch.asked, (logits[batch.asked][:, said] * batch.sentiments).sum(dim=-1))
    loss = total - wanted
    return (loss * batch.weights).sum() / batch.weights.sum()


class Flat:
    """
    All weights in one row of shared memory, and a row of gradients for each worker: each worker computes the gradient of its own texts and
    updates its own part of the weights by the mean of all gradients.
    """

    def __init__(self, network: Network, words: Words, workers: int) -> None:
        named = [*network.named_parameters(), *((f"words.{name}", weight) for name, weight in words.named_parameters())]

        def kind(name: str, weight: Tensor) -> int:
            return 0 if name in ("own.weight", "shared.weight", "memory.weight") else 1 if weight.dim() > 1 else 2

        named.sort(key=lambda entry: kind(*entry))
        self.names = [name for name, _ in named]
        sizes = [weight.numel() for _, weight in named]
        self.starts = [sum(sizes[:place]) for place in range(len(sizes) + 1)]
        self.weights = torch.cat([weight.detach().flatten() for _, weight in named]).share_memory_()
        self.grads = torch.zeros(workers, len(self.weights)).share_memory_()
        self.squares = torch.zeros(workers).share_memory_()
        self.losses = torch.zeros(workers).share_memory_()
        kinds = [kind(*entry) for entry in named]
        self.bounds = [self.starts[kinds.index(each)] for each in range(3)] + [len(self.weights)]
        fixed = torch.zeros(len(self.weights), dtype=torch.bool)
        for (name, weight), start in zip(named, self.starts):
            if name in network.fixed:
                fixed[start : start + weight.numel()] = network.fixed[name].flatten()
        self.fixed = fixed.nonzero()[:, 0]
        self.fixed_values = self.weights[self.fixed].clone()

    def adopt(self, network: Network, words: Words, worker: int) -> None:
        """The modules' weights and gradients become parts of the shared rows."""
        parameters = {**dict(network.named_parameters()), **{f"words.{name}": weight for name, weight in words.named_parameters()}}
        for name, start in zip(self.names, self.starts):
            weight = parameters[name]
            end = start + weight.numel()
            weight.data = self.weights[start:end].view_as(weight)
            weight.grad = self.grads[worker, start:end].view_as(weight)

    def part(self, worker: int) -> list[tuple[int, int]]:
        """For each kind of weights (of words, matrices, vectors), from where to where the worker updates them."""
        workers = len(self.grads)
        spans = []
        for start, end in zip(self.bounds, self.bounds[1:]):
            size = (end - start + workers - 1) // workers
            spans.append((min(start + worker * size, end), min(start + (worker + 1) * size, end)))
        return spans


def work(worker: int, workers: int, options, tokenizer_bytes: bytes, pairs, teacher: Teacher, flat: Flat, barrier, began: float) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(options.seed * 100 + worker)
    tokenizer = Tokenizer.of(tokenizer_bytes)
    network = Network(Shape(), tokenizer, pairs, options.dropout)
    words = Words(network.shape.width)
    flat.adopt(network, words, worker)
    network.train()
    spans = flat.part(worker)
    parts = [flat.weights[start:end] for start, end in spans]
    for part in parts:
        part.grad = torch.zeros_like(part)
    pace, decay = (WORD_PACE, 1.0, 1.0), (0.0, 0.05, 0.0)
    optimizer = torch.optim.AdamW(
        [{"params": [part], "pace": each, "weight_decay": loss} for part, each, loss in zip(parts, pace, decay)], lr=options.rate, betas=(0.9, 0.98), fused=True
    )
    mine = torch.cat([((flat.fixed >= start) & (flat.fixed < end)).nonzero()[:, 0] for start, end in spans])
    fixed, fixed_values = flat.fixed[mine], flat.fixed_values[mine]
    matrices = flat.bounds[1]
    first = tokenizer.size - len(ANSWER_PIECES)
    said = torch.tensor([tokenizer.piece(text) - first for text in (f'{sentiment}","confidence":' for sentiment in SENTIMENTS)])
    batches = Batches(tokenizer, teacher, options.taught, options.batch, options.seed * 100 + worker, options.seed)
    development, held_out = development_texts(), hand_written(HELD_OUT)
    steps = options.texts // (options.batch * workers)
    losses: list[float] = []
    looks: list[tuple[int, float, float, float, float]] = []

    for step in range(steps):
        share = step / steps
        rate = options.rate * min(1.0, (step + 1) / WARM_UP) * (0.5 * (1 + math.cos(math.pi * share)) * 0.99 + 0.01)
        for group in optimizer.param_groups:
            group["lr"] = rate * group["pace"]
        flat.grads[worker].zero_()
        batch = batches.next()
        logits, stream = network(batch.tokens, batch.places)
        loss = answer_loss(logits, batch, tokenizer.size - len(ANSWER_PIECES), said)
        (loss + WORDS_WEIGHT * words.loss(stream, batch)).backward()
        flat.losses[worker] = loss.item()
        barrier.wait()
        square = 0.0
        for part, (start, end) in zip(parts, spans):
            torch.mean(flat.grads[:, start:end], dim=0, out=part.grad)
            if start >= matrices:
                square += float(part.grad.square().sum())
        flat.squares[worker] = square
        barrier.wait()
        shorten = min(1.0, 1.0 / (float(flat.squares.sum()) ** 0.5 + 1e-6))
        if shorten < 1.0:
            for part, (start, _) in zip(parts, spans):
                if start >= matrices:
                    part.grad *= shorten
        optimizer.step()
        flat.weights[fixed] = fixed_values
        barrier.wait()
        if worker > 0:
            continue
        losses.append(float(flat.losses.mean()))
        spent = time.monotonic() - began
        if (step + 1) % 50 == 0:
            width = 30
            done = "#" * int((step + 1) / steps * width)
            left = spent / (step + 1) * (steps - step - 1)
            print(f"\r[{done:<{width}}] {step + 1}/{steps}  loss {numpy.mean(losses[-100:]):.4f}  {(step + 1) * options.batch * workers / spent:.0f} texts/s  {left / 60:.0f} min left ", end="", flush=True)
        if (step + 1) % max(1, steps // LOOKS) == 0 or step + 1 == steps:
            looks.append((step + 1, *score(network, tokenizer, development), *score(network, tokenizer, held_out)))
            _, accuracy, f1, held_accuracy, held_f1 = looks[-1]
            print(f" {spent / 60:.1f} min. development: sentiment {accuracy:.3f}, themes {f1:.3f}; held out: {held_accuracy:.3f}, {held_f1:.3f}", flush=True)
    if worker == 0:
        (options.build / "progress.json").write_text(json.dumps({"losses": losses, "looks": looks}))
        plot(losses, looks, options.build / "loss.png")


def plot(losses: list[float], looks: list[tuple[int, float, float, float, float]], file: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4))
    left.plot(numpy.convolve(losses, numpy.ones(100) / 100, mode="valid") if len(losses) > 100 else losses)
    left.set(title="training loss (mean of 100 steps)", xlabel="step", yscale="log")
    for column, name in enumerate(("development, sentiment", "development, themes", "held out, sentiment", "held out, themes"), start=1):
        right.plot([look[0] for look in looks], [look[column] for look in looks], label=name)
    right.set(title="sentiment: accuracy; themes: micro F1", xlabel="step", ylim=(0.5, 1.0))
    right.legend()
    figure.tight_layout()
    figure.savefig(file, dpi=90)
    pyplot.close(figure)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=1_600_000, help="how many texts to train on")
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--batch", type=int, default=16, help="texts of one step in one process")
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--pairs", type=int, default=Shape().pairs)
    parser.add_argument("--fit", type=int, default=80_000, help="texts from which the pairs are chosen")
    parser.add_argument("--taught", type=float, default=0.8, help="share of texts that nobody labelled but the teacher")
    parser.add_argument("--dropout", type=float, default=0.15)
    parser.add_argument("--build", type=Path, default=BUILD, help="where the weights and the plot go")
    options = parser.parse_args(arguments)
    build: Path = options.build
    build.mkdir(exist_ok=True)
    began = time.monotonic()
    torch.manual_seed(options.seed)
    print("learning the vocabulary", flush=True)
    vocabulary = learn(options.seed)
    (build / "vocabulary.model").write_bytes(vocabulary)
    tokenizer = Tokenizer.of(vocabulary)
    print("choosing the pairs", flush=True)
    chosen = choose(tokenizer, options.seed, options.pairs, options.fit)
    (build / "pairs.pickle").write_bytes(pickle.dumps(chosen))
    print("fitting the teacher", flush=True)
    teacher = Teacher(options.seed)
    network = Network(Shape(), tokenizer, chosen.pairs)
    network.begin_with(chosen.meaning_of_piece, chosen.meaning_of_pair, tokenizer.names())
    words = Words(network.shape.width)
    flat = Flat(network, words, options.workers)
    print(f"{len(flat.weights) / 1e6:.2f} million weights, {(time.monotonic() - began) / 60:.1f} min so far", flush=True)
    context = torch.multiprocessing.get_context("spawn")
    barrier = context.Barrier(options.workers)
    torch.multiprocessing.spawn(work, (options.workers, options, vocabulary, chosen.pairs, teacher, flat, barrier, time.monotonic()), nprocs=options.workers)
    flat.adopt(network, words, 0)
    minutes = (time.monotonic() - began) / 60
    facts = {"texts": options.texts, "seed": options.seed, "minutes": round(minutes, 1), "batch": options.batch, "workers": options.workers, "taught": options.taught}
    torch.save({"weights": network.state_dict(), "vocabulary": vocabulary, "pairs": chosen.pairs, "facts": facts}, build / "weights.pt")
    print(f"{minutes:.1f} minutes in all")


if __name__ == "__main__":
    main()
