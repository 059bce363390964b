"""
Makes training texts from the phrase banks and from the texts written by hand for training (`texts/`): clauses of one mood or of two,
framed and joined as people do, with openings, closings and context, then roughened with typos, case and punctuation.
"""

import random
from dataclasses import dataclass
from pathlib import Path

from labels import SENTIMENTS, THEMES
from phrases import FOLDER, Bank, Phrase, draw, parse

TEXTS = Path(__file__).parent.parent / "texts"
"""Written by the same people and never trained on: how training goes is seen on them, and the confidence is calibrated on them."""
HELD_OUT = Path(__file__).parent.parent / "held-out"
MOODS = {"+": "positive", "0": "neutral", "-": "negative"}


@dataclass(frozen=True)
class Example:
    text: str
    # None where the text is no feedback: no sentiment is right, and the model is taught to be unsure.
    sentiment: str | None
    themes: frozenset


def hand_written(folder: Path = TEXTS) -> list[Example]:
    """`LABEL THEMES | text`, one a line."""
    found = []
    for file in sorted(folder.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            head, _, text = line.partition("|")
            parts = head.split()
            if len(parts) != 2 or parts[0] not in MOODS or text.strip() == "":
                continue
            themes = frozenset() if parts[1] == "none" else frozenset(parts[1].split(","))
            if not themes <= set(THEMES):
                raise ValueError(f"{file.name}: {line}")
            found.append(Example(text.strip(), MOODS[parts[0]], themes))
    return found


class Generator:
    """Draws examples. The same seed gives the same examples."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.bank = Bank()
        self.kinds = (0.12, 0.65)
        """Shares of texts that are no feedback and of those written by hand; the rest is made of phrases."""
        self.texts = hand_written()
        self.subjects = [parse(line) for line in (FOLDER / "other-subjects.txt").read_text(encoding="utf-8").splitlines() if line.strip()]
        self.languages = [line for line in (FOLDER / "other-languages.txt").read_text(encoding="utf-8").splitlines() if line.strip()]
        self.code = [entry for entry in (FOLDER / "code.txt").read_text(encoding="utf-8").split("\n---\n") if entry.strip()]

    def example(self) -> Example:
        kind = self.rng.random()
        outside, hand = self.kinds
        if kind < outside:
            return self.outside()
        if kind < outside + hand and self.texts:
            return self.from_hand()
        return self.from_phrases()

    # ---- feedback -------------------------------------------------------------------------------------------------

    def clause(self, mood: str, theme: str | None = None) -> tuple[str, frozenset]:
        rng, bank = self.rng, self.bank
        if theme is None and rng.random() < 0.24:
            phrase: Phrase = rng.choice(bank.general[mood])
        elif theme is None and mood != "neutral" and rng.random() < 0.05:
            phrase = rng.choice(bank.irony[mood])
        else:
            phrase = rng.choice(bank.themes[theme or rng.choice(THEMES)][mood])
        return draw(phrase.pattern, rng), phrase.themes

    def frame(self, heading: str, a: str, b: str = "") -> str:
        return draw(self.rng.choice(self.bank.frames[heading]), self.rng).replace("<A>", a).replace("<B>", b)

    def from_phrases(self) -> Example:
        rng = self.rng
        mood = rng.choices(SENTIMENTS, (0.38, 0.26, 0.36))[0]
        shape = rng.random()
        themes: set = set()
        if mood == "neutral" and shape < 0.3:
            a, of_a = self.clause("positive", rng.choice(THEMES))
            b, of_b = self.clause("negative", rng.choice(THEMES))
            if rng.random() < 0.4:
                a, b = b, a
            text, themes = self.frame("balanced-neutral", a, b), of_a | of_b
        elif mood != "neutral" and shape < 0.2:
            other = "negative" if mood == "positive" else "positive"
            a, of_a = self.clause(other, rng.choice(THEMES))
            b, of_b = self.clause(mood, rng.choice(THEMES))
            text = self.frame("blame-then-praise-positive" if mood == "positive" else "praise-then-blame-negative", a, b)
            themes = of_a | of_b
        elif shape < 0.58:
            text, themes = self.clause(mood)
        else:
            text, themes = self.clause(mood)
            for _ in range(rng.choice((1, 1, 1, 2, 2, 3))):
                more, of_more = self.clause("neutral" if rng.random() < 0.12 else mood)
                text, themes = self.frame("join", text, more), themes | of_more
        if rng.random() < 0.22:
            text = f"{self.frame(f'open-{mood}', '')} {text}"
        if rng.random() < 0.16:
            text = f"{self.frame('context', '')}{rng.choice(('. ', ', ', ' - ', '. '))}{text}"
        if rng.random() < 0.22:
            text = f"{text}{rng.choice(('. ', '. ', '! ', ', '))}{self.frame(f'close-{mood}', '')}"
        return Example(self.roughen(self.punctuate(self.bank.fill(text, rng))), mood, frozenset(themes))

    def from_hand(self) -> Example:
        rng = self.rng
        example = rng.choice(self.texts)
        text, themes, mood = example.text, example.themes, example.sentiment
        mixing = rng.random()
        if mixing < 0.12 and mood != "neutral":
            more, of_more = self.clause(mood)
            more = self.punctuate(self.bank.fill(more, rng))
            text, themes = (f"{text} {more}" if rng.random() < 0.5 else f"{more} {text}"), themes | of_more
        elif mixing < 0.22:
            text = f"{self.punctuate(self.bank.fill(self.frame('context', ''), rng))} {text}"
        elif mixing < 0.32:
            other = rng.choice(self.texts)
            if other.sentiment == mood:
                text, themes = f"{text} {other.text}", themes | other.themes
        return Example(self.roughen(text), mood, themes)

    def fragment(self) -> str:
        """
        A piece of a hand-written text, two such pieces, or a text with some words left out or exchanged: what it says, and whether it makes
        sense, is not known.
        """
        rng = self.rng

        def piece(shortest: int, longest: int) -> list[str]:
            words = rng.choice(self.texts).text.split()
            length = min(len(words), rng.randint(shortest, longest))
            start = rng.randrange(len(words) - length + 1)
            return words[start : start + length]

        kind = rng.random()
        if kind < 0.3:
            words = piece(1, 24)
        elif kind < 0.65:
            words = piece(2, 14) + piece(2, 14)
        else:
            words = [rng.choice(piece(1, 1)) if rng.random() < 0.1 else word for word in piece(5, 40) if rng.random() > 0.1] or ["."]
        return " ".join(words)

    # ---- what is no feedback ----------------------------------------------------------------------------------------

    def outside(self) -> Example:
        rng = self.rng
        kind = rng.random()
        if kind < 0.48:
            text = draw(rng.choice(self.subjects), rng)
            if rng.random() < 0.25:
                text = f"{text} {draw(rng.choice(self.subjects), rng)}"
        elif kind < 0.74:
            text = rng.choice(self.languages)
            if rng.random() < 0.2:
                text = f"{text} {rng.choice(self.languages)}"
        elif kind < 0.86:
            text = rng.choice(self.code)
        else:
            text = self.nonsense()
        if rng.random() < 0.2:
            words = text.split(" ")
            start = rng.randrange(len(words))
            text = " ".join(words[start : start + rng.randint(1, 12)])
        return Example(text[:600], None, frozenset())

    def nonsense(self) -> str:
        rng = self.rng
        letters = "abcdefghijklmnopqrstuvwxyz"
        words = [word for section in ("product", "service", "place", "name", "number") for word in self.bank.slots[section]]
        kind = rng.randrange(12)
        if kind == 0:
            return rng.choice(("", " ", "\n", "\t", "  ", "\u200b", "\u200b\u200b", "\u00a0"))
        if kind == 1:
            return "".join(rng.choice(".,!?-_*#@/\\|~^&%$()[]{}<>=+:;\"'") for _ in range(rng.randint(1, 14)))
        if kind == 2:
            return rng.choice(letters + letters.upper()) * rng.randint(1, 120)
        if kind == 3:
            return " ".join("".join(rng.choice(letters) for _ in range(rng.randint(1, 11))) for _ in range(rng.randint(1, 9)))
        if kind == 4:
            return "".join(rng.choice("0123456789 .,-:/") for _ in range(rng.randint(1, 40)))
        if kind == 5:
            return " ".join(chr(rng.choice((0x1F600, 0x1F400, 0x1F300, 0x1F680)) + rng.randrange(60)) for _ in range(rng.choice((1, 2, 3, 5, 9, 50))))
        if kind == 6:
            row = rng.choice(("qwertyuiop", "asdfghjkl", "zxcvbnm", "asdf", "jkl;", "qwer"))
            return "".join(row[(at * rng.choice((1, 1, 2))) % len(row)] for at in range(rng.randint(3, 30)))
        if kind == 7:
            return " ".join([rng.choice(words)] * rng.randint(3, 40))
        if kind == 8:
            alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            return "".join(rng.choice(alphabet) for _ in range(rng.randint(8, 90))) + rng.choice(("", "=", "=="))
        if kind == 9:
            return "".join(rng.choice("0123456789abcdef") for _ in range(rng.choice((8, 16, 32, 40, 64))))
        if kind == 10:
            path = "/".join("".join(rng.choice(letters) for _ in range(rng.randint(2, 8))) for _ in range(rng.randint(1, 4)))
            return rng.choice(("https://", "http://", "ftp://", "www.", "/", "C:\\")) + path + rng.choice(("", ".html", "?id=4", ".png"))
        return " ".join(rng.choice(words) for _ in range(rng.randint(2, 14)))

    # ---- how people write -------------------------------------------------------------------------------------------

    def punctuate(self, text: str) -> str:
        """Capital letters at the start of sentences and something at the end, most of the time."""
        rng = self.rng
        text = text.replace("..", ".").replace("?.", "?").replace("!.", "!").replace("?,", "?").strip()
        if rng.random() < 0.72:
            out, start = [], True
            for char in text:
                out.append(char.upper() if start and char.isalpha() else char)
                if char.isalnum():
                    start = False
                elif char in ".!?\n":
                    start = True
            text = "".join(out)
        if text and text[-1].isalnum():
            text += rng.choices((".", "", "!", "!!", "..."), (0.6, 0.24, 0.1, 0.03, 0.03))[0]
        return text

    def roughen(self, text: str) -> str:
        rng = self.rng
        kind = rng.random()
        if kind < 0.11:
            text = text.lower()
        elif kind < 0.135:
            text = text.upper()
        if rng.random() < 0.07:
            text = "".join(char for char in text if char not in ".,!'")
        if rng.random() < 0.12:
            text = text.replace("'", "\u2019")
        if rng.random() < 0.18:
            text = self.typos(text, rng.choice((1, 1, 2, 3)))
        return text

    def typos(self, text: str, count: int) -> str:
        rng = self.rng
        chars = list(text)
        for _ in range(count):
            if len(chars) < 6:
                break
            at = rng.randrange(1, len(chars) - 1)
            if not chars[at].isalpha():
                continue
            kind = rng.randrange(4)
            if kind == 0:
                chars[at], chars[at + 1] = chars[at + 1], chars[at]
            elif kind == 1:
                del chars[at]
            elif kind == 2:
                chars.insert(at, chars[at])
            else:
                chars[at] = rng.choice("abcdefghijklmnopqrstuvwxyz")
        return "".join(chars)


if __name__ == "__main__":
    generator = Generator(7)
    for _ in range(60):
        example = generator.example()
        print(f"{example.sentiment or 'outside':9} {','.join(sorted(example.themes)) or '-':28} {example.text!r}")
