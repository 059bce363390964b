"""
The vocabulary: byte-pair pieces learned from generated texts, then the pieces of the answer, which only the model writes.
Bytes stand in for what no piece covers, so text in another script is long and strange to the model, as it should be.
"""

import io
from dataclasses import dataclass

import sentencepiece

from generator import Generator
from labels import SENTIMENTS, THEMES

TEXT_PIECES = 6000
CORPUS_TEXTS = 60_000

ANSWER = "<|answer|>"
OPEN = '{"sentiment":"'
SAID = {sentiment: f'{sentiment}","confidence":' for sentiment in SENTIMENTS}
"""Stands where the confidence goes: whoever runs the model puts the number there, computed from the sentiment's probability."""
CONFIDENCE = "0.5"
LIST = ',"themes":['
FIRST = {theme: f'"{theme}"' for theme in THEMES}
NEXT = {theme: f',"{theme}"' for theme in THEMES}
CLOSE = "]}"
END = "<|end|>"
ANSWER_PIECES = (ANSWER, OPEN, *SAID.values(), CONFIDENCE, LIST, *FIRST.values(), *NEXT.values(), CLOSE, END)


def learn(seed: int) -> bytes:
    """A sentencepiece model, learned from texts that are like those the model is trained on."""
    generator = Generator(seed)
    texts = []
    while len(texts) < CORPUS_TEXTS:
        example = generator.example()
        if example.sentiment is not None or (example.text.isascii() and generator.rng.random() < 0.3):
            texts.append(" ".join(example.text.split()))
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_writer=model,
        model_type="bpe",
        vocab_size=TEXT_PIECES,
        byte_fallback=True,
        character_coverage=0.9997,
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        add_dummy_prefix=False,
        split_digits=True,
        num_threads=2,
        minloglevel=2,
    )
    return model.getvalue()


def stem(piece: str) -> str:
    """What a piece has in common with its other spellings: in upper case, or at the beginning of a text, or of a word."""
    return piece.replace("\u2581", "").lower() or piece


@dataclass(frozen=True)
class Tokenizer:
    """Text to tokens, as llama.cpp does it with the same pieces and scores."""

    pieces: sentencepiece.SentencePieceProcessor

    @staticmethod
    def of(model: bytes) -> "Tokenizer":
        processor = sentencepiece.SentencePieceProcessor()
        processor.LoadFromSerializedProto(model)
        return Tokenizer(processor)

    @property
    def size(self) -> int:
        return self.pieces.vocab_size() + len(ANSWER_PIECES)

    @property
    def begin(self) -> int:
        return self.pieces.bos_id()

    @property
    def end(self) -> int:
        return self.piece(END)

    def piece(self, text: str) -> int:
        """The token of a piece of the answer."""
        return self.pieces.vocab_size() + ANSWER_PIECES.index(text)

    def names(self) -> list[str]:
        """Every token's text, in order; byte tokens as `<0x0A>`."""
        return [*(self.pieces.id_to_piece(token) for token in range(self.pieces.vocab_size())), *ANSWER_PIECES]

    def prompt(self, text: str) -> list[int]:
        """What the chat template makes of one user message."""
        return [self.begin, *self.pieces.encode(f"{text}\n"), self.piece(ANSWER)]

    def answer(self, sentiment: str, themes: frozenset) -> list[int]:
        listed = [theme for theme in THEMES if theme in themes]
        pieces = [OPEN, SAID[sentiment], CONFIDENCE, LIST]
        pieces += [(FIRST if place == 0 else NEXT)[theme] for place, theme in enumerate(listed)]
        return [*(self.piece(text) for text in [*pieces, CLOSE]), self.end]
