"""Examples in batches of similar length, as tensors."""

import random

import torch
from torch import Tensor

from generator import Example, Generator
from labels import SENTIMENTS, THEMES
from tokenizer import ANSWER_PIECES, CONFIDENCE, FIRST, LIST, NEXT, SAID, Tokenizer

LONGEST = 220
"""Words are hidden from the model now and then, so that it does not hang on single ones."""
HIDDEN = 0.06
POOLED = 64
SENTIMENT_WEIGHT = 3.0


class Batch:
    """One batch of prompts with their answers."""

    def __init__(self, tokens: Tensor, live: Tensor, places: tuple[Tensor, Tensor], wanted: Tensor, weights: Tensor, examples: list[Example], unsure: Tensor) -> None:
        self.tokens = tokens
        """[texts, length]"""
        self.live = live
        """[texts, length], 1 where the prompt is and 0 in the answer and behind it."""
        self.places, self.wanted, self.weights = places, wanted, weights
        """Where a token of the answer is wanted, which (as a number among the answer's pieces), and how much it counts."""
        self.unsure = unsure
        """Which of the places are the sentiment of a text that is no feedback."""
        self.sentiments = torch.tensor(
            [[1 / 3] * 3 if example.sentiment is None else [float(example.sentiment == each) for each in SENTIMENTS] for example in examples]
        )
        self.themes = torch.tensor([[float(theme in example.themes) for theme in THEMES] for example in examples])


class Batches:
    """
    @param size of a batch
    @param seed of the texts
    @param order seed of the order of lengths: workers that share it draw batches of about the same length at the same time
    """

    def __init__(self, tokenizer: Tokenizer, size: int, seed: int, order: int) -> None:
        self.generator, self.tokenizer, self.size = Generator(seed), tokenizer, size
        self.rng, self.order = random.Random(seed), random.Random(order)
        self.waiting: list[list[tuple[list[int], Example]]] = []

    def next(self) -> Batch:
        if not self.waiting:
            pool = []
            while len(pool) < POOLED * self.size:
                example = self.generator.example()
                prompt = self.tokenizer.prompt(example.text)
                if len(prompt) <= LONGEST:
                    pool.append((prompt, example))
            pool.sort(key=lambda entry: len(entry[0]))
            self.waiting = [pool[at : at + self.size] for at in range(0, len(pool), self.size)]
            self.order.shuffle(self.waiting)
        return self.tensors(self.waiting.pop())

    def tensors(self, batch: list[tuple[list[int], Example]]) -> Batch:
        tokenizer, rng = self.tokenizer, self.rng
        first = tokenizer.size - len(ANSWER_PIECES)
        said = {tokenizer.piece(SAID[sentiment]) for sentiment in SENTIMENTS}
        rows, columns, wanted, weights, unsure, lines, lengths = [], [], [], [], [], [], []
        for row, (prompt, example) in enumerate(batch):
            answer = tokenizer.answer(example.sentiment or rng.choice(SENTIMENTS), example.themes)
            shown = [token if place == 0 or rng.random() >= HIDDEN else 0 for place, token in enumerate(prompt[:-1])] + prompt[-1:]
            lines.append(shown + answer)
            lengths.append(len(prompt))
            for place, token in enumerate(answer):
                if token in said and example.sentiment is None:
                    unsure.append(len(rows))
                rows.append(row)
                columns.append(len(prompt) + place - 1)
                wanted.append(token - first)
                weights.append(SENTIMENT_WEIGHT if token in said else 1.0)
        longest = max(map(len, lines))
        live = (torch.arange(longest)[None, :] < torch.tensor(lengths)[:, None]).float()
        return Batch(
            torch.tensor([line + [0] * (longest - len(line)) for line in lines]),
            live,
            (torch.tensor(rows), torch.tensor(columns)),
            torch.tensor(wanted),
            torch.tensor(weights),
            [example for _, example in batch],
            torch.tensor(unsure, dtype=torch.long),
        )


@torch.no_grad()
def read(network, tokenizer: Tokenizer, texts: list[str], at_once: int = 64) -> list[tuple[list[float], set[str]]]:
    """The network's answers: the share of each sentiment, and the themes, as greedy decoding gives them."""
    was_training = network.training
    network.eval()
    first = tokenizer.size - len(ANSWER_PIECES)
    said = torch.tensor([tokenizer.piece(SAID[sentiment]) - first for sentiment in SENTIMENTS])
    theme_of = {tokenizer.piece(form[theme]) - first: theme for form in (FIRST, NEXT) for theme in THEMES}
    room = network.shape.context - 2 * len(ANSWER_PIECES)
    opened = tokenizer.answer("neutral", frozenset())[0]
    lines = [[*tokenizer.prompt(text)[-room:], opened] for text in texts]

    def next_logits(chosen: list[list[int]]) -> Tensor:
        found = []
        for at in range(0, len(chosen), at_once):
            part = chosen[at : at + at_once]
            longest = max(map(len, part))
            tokens = torch.tensor([line + [0] * (longest - len(line)) for line in part])
            found.append(network(tokens, (torch.arange(len(part)), torch.tensor([len(line) - 1 for line in part])))[0])
        return torch.cat(found)

    shares = next_logits(lines)[:, said].softmax(dim=-1)
    picked = shares.argmax(dim=-1).tolist()
    for line, pick in zip(lines, picked):
        line += [tokenizer.piece(SAID[SENTIMENTS[pick]]), tokenizer.piece(CONFIDENCE), tokenizer.piece(LIST)]
    themes: list[set[str]] = [set() for _ in texts]
    going = list(range(len(texts)))
    for _ in THEMES:
        if not going:
            break
        tokens = next_logits([lines[number] for number in going]).argmax(dim=-1).tolist()
        named = [(number, token) for number, token in zip(going, tokens) if token in theme_of]
        for number, token in named:
            themes[number].add(theme_of[token])
            lines[number].append(token + first)
        going = [number for number, _ in named]
    network.train(was_training)
    return list(zip(shares.tolist(), themes))
