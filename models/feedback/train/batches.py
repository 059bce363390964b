"""Examples in batches of similar length, as tensors."""

import random
from dataclasses import dataclass

import torch
from torch import Tensor

from generator import Example, Generator
from labels import SENTIMENTS, THEMES
from teacher import Teacher
from tokenizer import ANSWER_PIECES, CONFIDENCE, FIRST, LIST, NEXT, SAID, Tokenizer

LONGEST = 256
"""Words are hidden from the model now and then, so that it does not hang on single ones."""
HIDDEN = 0.06
POOLED = 64
SENTIMENT_WEIGHT = 3.0
"""Share of what is no feedback among the texts that do not come from the teacher."""
OUTSIDE = 0.3


@dataclass(frozen=True)
class Lesson:
    """A text and what is to be learned from it."""

    prompt: list[int]
    # How likely each sentiment is.
    sentiments: list[float]
    # How likely each theme is.
    themes: list[float]

    @staticmethod
    def of(prompt: list[int], example: Example) -> "Lesson":
        """Feedback has one sentiment for certain; of what is no feedback, each is as likely as the others."""
        sentiments = [1 / 3] * 3 if example.sentiment is None else [float(example.sentiment == each) for each in SENTIMENTS]
        return Lesson(prompt, sentiments, [float(theme in example.themes) for theme in THEMES])


@dataclass(frozen=True)
class Batch:
    """One batch of prompts with their answers."""

    # [texts, length]
    tokens: Tensor
    # [texts, length], 1 where the prompt is and 0 in the answer and behind it.
    live: Tensor
    # Rows and columns at which a token of the answer is wanted, which (as a number among the answer's pieces), and how much it counts.
    places: tuple[Tensor, Tensor]
    wanted: Tensor
    weights: Tensor
    # At which of the places the sentiment stands, for each text.
    asked: Tensor
    # [texts, sentiments] and [texts, themes]: how likely each is.
    sentiments: Tensor
    themes: Tensor


class Batches:
    """
    @param teacher says what there is to learn from texts that nobody labelled, which are the share `taught`
    @param size of a batch
    @param seed of the texts
    @param order seed of the order of lengths: workers that share it draw batches of about the same length at the same time
    """

    def __init__(self, tokenizer: Tokenizer, teacher: Teacher, taught: float, size: int, seed: int, order: int) -> None:
        self.generator, self.tokenizer, self.teacher, self.taught, self.size = Generator(seed), tokenizer, teacher, taught, size
        outside, hand = self.generator.kinds
        self.generator.kinds = (OUTSIDE, hand * (1 - OUTSIDE) / (1 - outside))
        self.rng, self.order = random.Random(seed), random.Random(order)
        self.waiting: list[list[Lesson]] = []

    def next(self) -> Batch:
        if not self.waiting:
            count = POOLED * self.size
            of_teacher = int(count * self.taught)
            pool = self.from_teacher(of_teacher)
            while len(pool) < count:
                example = self.generator.example()
                pool.append(Lesson.of(self.tokenizer.prompt(example.text), example))
                if len(pool[-1].prompt) > LONGEST:
                    pool.pop()
            pool.sort(key=lambda lesson: len(lesson.prompt))
            self.waiting = [pool[at : at + self.size] for at in range(0, len(pool), self.size)]
            self.order.shuffle(self.waiting)
        return self.tensors(self.waiting.pop())

    def from_teacher(self, count: int) -> list[Lesson]:
        """The teacher reads a fragment as it is; the network, with the mistakes of people who write in haste."""
        if count == 0:
            return []
        texts = [self.generator.fragment() for _ in range(count)]
        sentiments, themes = self.teacher.says(texts)
        prompts = [self.tokenizer.prompt(self.generator.roughen(text))[-LONGEST:] for text in texts]
        return [Lesson(*entry) for entry in zip(prompts, sentiments.tolist(), themes.tolist())]

    def tensors(self, batch: list[Lesson]) -> Batch:
        tokenizer, rng = self.tokenizer, self.rng
        first = tokenizer.size - len(ANSWER_PIECES)
        said = {tokenizer.piece(SAID[sentiment]) for sentiment in SENTIMENTS}
        rows, columns, wanted, weights, asked, lines, lengths = [], [], [], [], [], [], []
        for row, lesson in enumerate(batch):
            prompt = lesson.prompt
            themes = frozenset(theme for theme, likely in zip(THEMES, lesson.themes) if likely > 0.5)
            answer = tokenizer.answer(rng.choices(SENTIMENTS, lesson.sentiments)[0], themes)
            shown = [token if place == 0 or rng.random() >= HIDDEN else 0 for place, token in enumerate(prompt[:-1])] + prompt[-1:]
            lines.append(shown + answer)
            lengths.append(len(prompt))
            for place, token in enumerate(answer):
                if token in said:
                    asked.append(len(rows))
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
            torch.tensor(asked),
            torch.tensor([lesson.sentiments for lesson in batch]),
            torch.tensor([lesson.themes for lesson in batch]),
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
