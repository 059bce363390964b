"""Reads the phrase banks: lines of `[a|b]` choices, nested, with `{slots}`; and draws sentences from them."""

import random
import re
from dataclasses import dataclass
from pathlib import Path

from labels import THEMES

FOLDER = Path(__file__).parent.parent / "phrases"
SLOT = re.compile(r"\{(\w+)\}")
THEME_MARK = re.compile(r"^\+(\w+)\s+")


@dataclass(frozen=True)
class Phrase:
    """A line of a bank and the themes it speaks of."""

    pattern: tuple
    themes: frozenset


def parse(text: str) -> tuple:
    """A pattern as a tuple of texts and lists of alternatives, each a pattern itself."""

    def sequence(at: int, depth: int) -> tuple[tuple, int]:
        parts, literal = [], ""
        while at < len(text):
            char = text[at]
            if char == "[":
                parts.append(literal)
                literal = ""
                choices = []
                at += 1
                while True:
                    choice, at = sequence(at, depth + 1)
                    choices.append(choice)
                    if at >= len(text):
                        raise ValueError(f"a bracket is not closed: {text}")
                    at += 1
                    if text[at - 1] == "]":
                        break
                parts.append(choices)
                continue
            if depth > 0 and char in "|]":
                break
            literal += char
            at += 1
        parts.append(literal)
        return tuple(parts), at

    return sequence(0, 0)[0]


def draw(pattern: tuple, rng: random.Random) -> str:
    """One sentence of a pattern."""
    out = []
    for part in pattern:
        out.append(part if isinstance(part, str) else draw(rng.choice(part), rng))
    return "".join(out)


def sections(name: str) -> dict[str, list[str]]:
    """The lines of a bank by the heading they stand under."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            heading = line[2:].strip()
            found[heading] = []
        elif line.strip() != "" and heading != "":
            found[heading].append(line.strip())
    return found


def phrases(lines: list[str], theme: str | None) -> list[Phrase]:
    """Lines with their themes: the bank's own and those that a line names with `+theme`."""
    made = []
    for line in lines:
        themes = set() if theme is None else {theme}
        while match := THEME_MARK.match(line):
            if match[1] not in THEMES:
                raise ValueError(f"no such theme: {line}")
            themes.add(match[1])
            line = line[match.end() :]
        made.append(Phrase(parse(line), frozenset(themes)))
    return made


class Bank:
    """All phrase banks, and the words that fill their slots."""

    def __init__(self) -> None:
        self.slots = sections("slots")
        self.themes = {theme: {mood: phrases(lines, theme) for mood, lines in sections(theme).items()} for theme in THEMES}
        self.general = {mood: phrases(lines, None) for mood, lines in sections("general").items()}
        self.irony = {mood: phrases(lines, None) for mood, lines in sections("irony").items()}
        self.frames = {heading: [parse(line) for line in lines] for heading, lines in sections("frames").items()}

    def fill(self, text: str, rng: random.Random) -> str:
        """Puts words into the slots; the same word for the same slot of a text, as people would."""
        chosen: dict[str, str] = {}

        def word(match: re.Match) -> str:
            slot = match[1]
            if slot not in chosen or rng.random() < 0.2:
                chosen[slot] = rng.choice(self.slots[slot])
            return chosen[slot]

        return SLOT.sub(word, text)
