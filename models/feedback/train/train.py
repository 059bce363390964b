"""
Trains the feedback model: `python train.py` (seeded, on the processor; see README.md). Writes the weights, the vocabulary and a plot
of the loss to `build/`. Texts for training are generated; `evaluation/dev.jsonl` is looked at along the way and chooses nothing but
the moment to stop looking; the test files are never opened here.
"""

import argparse
import json
import math
import random
import time
from pathlib import Path

import numpy
import torch
from torch.nn import functional

from generator import Example, Generator
from labels import SENTIMENTS, THEMES
from network import Network, Shape
from tokenizer import ANSWER_PIECES, SAID, Tokenizer, learn

HERE = Path(__file__).parent
BUILD = HERE / "build"
DEV = HERE.parent / "evaluation" / "dev.jsonl"
LONGEST = 220
"""Words are hidden from the model now and then, so that it does not hang on single ones."""
HIDDEN = 0.06
"""A word is met in few batches, so what it means must move further in each."""
WORD_PACE = 5.0


class Batches:
    """Examples in batches of similar length, so that little is padded."""

    def __init__(self, tokenizer: Tokenizer, seed: int, size: int) -> None:
        self.generator, self.tokenizer, self.size = Generator(seed), tokenizer, size
        self.rng = random.Random(seed)
        self.waiting: list[list[Example]] = []

    def next(self):
        if not self.waiting:
            pool = []
            while len(pool) < 64 * self.size:
                example = self.generator.example()
                prompt = self.tokenizer.prompt(example.text)
                if len(prompt) <= LONGEST:
                    pool.append((prompt, example))
            pool.sort(key=lambda entry: len(entry[0]))
            self.waiting = [pool[at : at + self.size] for at in range(0, len(pool), self.size)]
            self.rng.shuffle(self.waiting)
        return self.tensors(self.waiting.pop())

    def tensors(self, batch):
        """@returns tokens, places, the tokens wanted there, their weights, and for texts that are no feedback the places of the sentiment"""
        tokenizer, rng = self.tokenizer, self.rng
        said = [tokenizer.piece(SAID[sentiment]) for sentiment in SENTIMENTS]
        rows, columns, wanted, weights, unsure, lines = [], [], [], [], [], []
        for row, (prompt, example) in enumerate(batch):
            sentiment = example.sentiment or rng.choice(SENTIMENTS)
            answer = tokenizer.answer(sentiment, example.themes)
            shown = [token if place == 0 or rng.random() >= HIDDEN else 0 for place, token in enumerate(prompt[:-1])] + prompt[-1:]
            lines.append(shown + answer)
            for place, token in enumerate(answer):
                if token in said and example.sentiment is None:
                    unsure.append(len(rows))
                rows.append(row)
                columns.append(len(prompt) + place - 1)
                wanted.append(token)
                weights.append(3.0 if token in said else 1.0)
        longest = max(map(len, lines))
        tokens = torch.tensor([line + [0] * (longest - len(line)) for line in lines])
        return tokens, (torch.tensor(rows), torch.tensor(columns)), torch.tensor(wanted), torch.tensor(weights), torch.tensor(unsure, dtype=torch.long)


def loss_of(network: Network, batch, said: torch.Tensor) -> torch.Tensor:
    tokens, places, wanted, weights, unsure = batch
    logits = network(tokens, places).float()
    loss = functional.cross_entropy(logits, wanted, reduction="none", label_smoothing=0.0)
    if len(unsure) > 0:
        # No feedback: each sentiment is as likely as the others.
        spread = functional.log_softmax(logits[unsure], dim=-1)[:, said]
        loss = loss.index_copy(0, unsure, -spread.mean(dim=-1))
    return (loss * weights).sum() / weights.sum()


@torch.no_grad()
def look(network: Network, tokenizer: Tokenizer) -> tuple[float, float]:
    """Accuracy of the sentiment and micro F1 of the themes on the development texts."""
    network.eval()
    said = torch.tensor([tokenizer.piece(SAID[sentiment]) for sentiment in SENTIMENTS])
    right, hits, found, true, texts = 0, 0, 0, 0, 0
    for line in DEV.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        tokens = tokenizer.prompt(entry["text"])
        for token in tokenizer.answer("neutral", frozenset())[:1]:
            tokens.append(token)
        answer = list(tokens)
        logits = network(torch.tensor([answer]), (torch.tensor([0]), torch.tensor([len(answer) - 1])))[0]
        sentiment = SENTIMENTS[int(logits[said].argmax())]
        answer += tokenizer.answer(sentiment, frozenset())[1:4]
        themes = set()
        for _ in THEMES:
            token = int(network(torch.tensor([answer]), (torch.tensor([0]), torch.tensor([len(answer) - 1])))[0].argmax())
            named = [theme for theme in THEMES if token in tokenizer.answer("neutral", frozenset({theme}))[4:5] or token == tokenizer.piece(f',"{theme}"')]
            if not named:
                break
            themes.add(named[0])
            answer.append(token)
        texts += 1
        right += sentiment == entry["sentiment"]
        hits += len(themes & set(entry["themes"]))
        found += len(themes)
        true += len(entry["themes"])
    network.train()
    return right / texts, 2 * hits / max(1, found + true)


def plot(losses: list[float], looks: list[tuple[int, float, float]], file: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4))
    smooth = numpy.convolve(losses, numpy.ones(50) / 50, mode="valid") if len(losses) > 50 else losses
    left.plot(smooth)
    left.set(title="training loss (mean of 50 steps)", xlabel="step", yscale="log")
    right.plot([step for step, _, _ in looks], [accuracy for _, accuracy, _ in looks], label="sentiment accuracy")
    right.plot([step for step, _, _ in looks], [f1 for _, _, f1 in looks], label="themes, micro F1")
    right.set(title="development texts", xlabel="step", ylim=(0.3, 1.0))
    right.legend()
    figure.tight_layout()
    figure.savefig(file, dpi=90)
    pyplot.close(figure)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=35.0, help="how long to train (35)")
    parser.add_argument("--seed", type=int, default=20261125)
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--rate", type=float, default=1e-3)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(2)
    BUILD.mkdir(exist_ok=True)

    print("learning the vocabulary")
    vocabulary = learn(options.seed)
    (BUILD / "vocabulary.model").write_bytes(vocabulary)
    tokenizer = Tokenizer.of(vocabulary)
    network = Network(Shape(vocabulary=tokenizer.size, answers=len(ANSWER_PIECES)), dropout=0.1)
    average = Network(network.shape)
    average.load_state_dict(network.state_dict())
    print(f"{sum(weights.numel() for weights in network.parameters()) / 1e6:.2f} million weights")
    words = [network.token_embd.weight]
    decayed = [weights for weights in network.parameters() if weights.dim() > 1 and weights is not words[0]]
    plain = [weights for weights in network.parameters() if weights.dim() <= 1]
    groups = [
        {"params": decayed, "weight_decay": 0.05, "pace": 1.0},
        {"params": plain, "weight_decay": 0.0, "pace": 1.0},
        {"params": words, "weight_decay": 0.0, "pace": WORD_PACE},
    ]
    optimizer = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, 0.98))
    said = torch.tensor([tokenizer.piece(SAID[sentiment]) for sentiment in SENTIMENTS])
    batches = Batches(tokenizer, options.seed + 1, options.batch)
    losses: list[float] = []
    looks: list[tuple[int, float, float]] = []
    began = time.monotonic()
    seconds = options.minutes * 60
    looked = 0.0
    step = 0
    while (spent := time.monotonic() - began) < seconds:
        share = spent / seconds
        rate = options.rate * min(1.0, step / 200) * (0.5 * (1 + math.cos(math.pi * share)) * 0.98 + 0.02)
        for group in optimizer.param_groups:
            group["lr"] = rate * group["pace"]
        loss = loss_of(network, batches.next(), said)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        keep = min(0.998, step / (step + 100))
        with torch.no_grad():
            for mean, now in zip(average.parameters(), network.parameters()):
                mean.lerp_(now, 1 - keep)
        losses.append(loss.item())
        step += 1
        if step % 20 == 0:
            width = 30
            done = "#" * int(share * width)
            print(f"\r[{done:<{width}}] {share:4.0%}  step {step}  loss {numpy.mean(losses[-50:]):.4f}  {step * options.batch / (spent + 1e-9):.0f} texts/s ", end="", flush=True)
        if spent - looked > max(60.0, seconds / 14):
            looked = spent
            accuracy, f1 = look(average, tokenizer)
            looks.append((step, accuracy, f1))
            print(f" development: sentiment {accuracy:.3f}, themes {f1:.3f}", flush=True)
    accuracy, f1 = look(average, tokenizer)
    looks.append((step, accuracy, f1))
    print(f"\n{step} steps, {step * options.batch} texts. Development: sentiment {accuracy:.3f}, themes {f1:.3f}")
    torch.save({"shape": vars(network.shape), "weights": average.state_dict(), "steps": step, "texts": step * options.batch, "seed": options.seed, "minutes": options.minutes}, BUILD / "weights.pt")
    plot(losses, looks, BUILD / "loss.png")


if __name__ == "__main__":
    main()
