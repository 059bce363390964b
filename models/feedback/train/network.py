"""
A llama network as llama.cpp runs it, with a memory for pairs of neighbouring pieces.

Everything but the memory is as in any llama: RMS norms, rotary positions over neighbouring pairs, gated feed-forward. Some of it is laid
down rather than learned. Each token carries a code word (`codes.py`) in the stream's first places; the first layer's first head looks
exactly one token back and copies the code it finds there beside the token's own. So a neuron of the first layer's feed-forward can fire
for one pair of pieces and for no other, and add to the stream what was learned about that pair. While training, those neurons are a table
that is looked up; `export.py` writes them out as the neurons they stand for, and the finished file is a plain llama model.

The first layer reads neighbours, the last one gathers the answer from the whole text. Those between have no attention and hold the rest of
the memory: a llama's layers all have the same number of neurons, so one with many beside one with few would waste most of a file.

The output is apart from the embeddings and knows the answer's pieces only: every other token has the logit 0.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from codes import CLOSEST, LENGTH, golay
from tokenizer import ANSWER_PIECES, Tokenizer, stem


@dataclass(frozen=True)
class Shape:
    width: int = 96
    heads: int = 3
    layers: int = 6
    hidden: int = 256
    # Neurons of every layer in the finished file: those that are learned, the memory's, and none.
    neurons: int = 5984
    context: int = 2048
    # Small, so that near places are told apart well.
    rope_base: float = 100.0
    epsilon: float = 1e-5

    @property
    def head(self) -> int:
        return self.width // self.heads

    @property
    def first_memory(self) -> int:
        """How many pairs the first layer remembers."""
        return self.neurons - self.hidden

    @property
    def pairs(self) -> int:
        """How many pairs there is room for: in all layers but the last."""
        return self.first_memory + (self.layers - 2) * self.neurons


# ---- places in the stream ---------------------------------------------------------------------------------------------

OWN = slice(0, LENGTH)
"""Always the same value in every embedding."""
BEFORE = slice(32, 32 + LENGTH)
"""The same number in every embedding: one for each block of 32 places that a code word stands in, since weights are quantized by such blocks."""
CONSTANTS = [24, 56]
FILLER = 57
"""Above it, no place has a given meaning."""
LAID_DOWN = 64
"""Places below LAID_DOWN that nothing is laid down in: they are learned like those above it."""
SPARE = [*range(25, 32), *range(58, 64)]

CONSTANT_SIZE = 2.0
"""A whole number of steps where 127 steps are one constant: so quantization to eight bits leaves both as they are."""
CODE_SIZE = CONSTANT_SIZE * 25 / 127
LEARNED_SIZE = 4.0
"""
The learned part of an embedding may be shorter than LEARNED_SIZE; the filler makes up for the rest. So all embeddings have one length, and
what the first layer's norms divide by is known.
"""
EMBEDDING_RMS_SQUARED = LENGTH * CODE_SIZE**2 + len(CONSTANTS) * CONSTANT_SIZE**2 + LEARNED_SIZE**2
"""How sharply the first head looks one token back: at least this much above every other place, so e to this power is the ratio of weights."""
SHARPNESS = 11.0
"""What a remembered pair adds is scaled by this, divided by the mean square of the stream: so a neuron behind a norm would."""
MEMORY_SCALE = 0.25
"""One standard deviation of what the linear model knows, in the stream."""
MEANING_SIZE = 0.3


def rotary(shape: Shape, length: int) -> tuple[Tensor, Tensor]:
    """Cosines and sines, [length, head width / 2]."""
    angle = torch.arange(length, dtype=torch.float32)[:, None] * turn_speed(shape)[None, :]
    return angle.cos(), angle.sin()


def turn_speed(shape: Shape) -> Tensor:
    half = shape.head // 2
    return shape.rope_base ** (-torch.arange(half, dtype=torch.float32) / half)


def rotate(values: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """[..., head width], each pair of neighbours turned by its position."""
    even, odd = values[..., 0::2], values[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1).flatten(-2)


class Layer(nn.Module):
    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.shape = shape
        self.attn_norm = nn.RMSNorm(shape.width, eps=shape.epsilon)
        self.attn_q, self.attn_k, self.attn_v, self.attn_output = (nn.Linear(shape.width, shape.width, bias=False) for _ in range(4))
        self.ffn_norm = nn.RMSNorm(shape.width, eps=shape.epsilon)
        self.ffn_gate, self.ffn_up = (nn.Linear(shape.width, shape.hidden, bias=False) for _ in range(2))
        self.ffn_down = nn.Linear(shape.hidden, shape.width, bias=False)
        self.dropout = nn.Dropout(dropout)
        for part in (self.attn_q, self.attn_k, self.attn_v, self.attn_output, self.ffn_gate, self.ffn_up, self.ffn_down):
            nn.init.normal_(part.weight, std=0.05)

    def split(self, values: Tensor) -> Tensor:
        return values.unflatten(-1, (self.shape.heads, self.shape.head)).transpose(1, 2)

    def attend(self, stream: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
        normed = self.attn_norm(stream)
        query, key = (rotate(self.split(part(normed)), *turn) for part in (self.attn_q, self.attn_k))
        seen = functional.scaled_dot_product_attention(query, key, self.split(self.attn_v(normed)), is_causal=True)
        return stream + self.dropout(self.attn_output(seen.transpose(1, 2).flatten(2)))

    def attend_at(self, stream: Tensor, turn: tuple[Tensor, Tensor], rows: Tensor, columns: Tensor) -> Tensor:
        """The same, for the given places alone. @returns [places, width]"""
        batch, length, width = stream.shape
        slot = torch.arange(len(rows)) - torch.searchsorted(rows, torch.arange(batch))[rows]
        places = torch.zeros(batch, int(slot.max()) + 1, dtype=torch.long)
        places[rows, slot] = columns
        normed = self.attn_norm(stream)
        here = normed.gather(1, places[..., None].expand(-1, -1, width))
        cos, sin = turn
        query = rotate(self.split(self.attn_q(here)), cos[places][:, None], sin[places][:, None])
        key = rotate(self.split(self.attn_k(normed)), cos[:length], sin[:length])
        weight = (query @ key.transpose(-1, -2)) * self.shape.head**-0.5
        weight = weight.masked_fill(torch.arange(length) > places[:, None, :, None], -1e9).softmax(dim=-1)
        seen = (weight @ self.split(self.attn_v(normed))).transpose(1, 2).flatten(2)
        return (stream.gather(1, places[..., None].expand(-1, -1, width)) + self.dropout(self.attn_output(seen)))[rows, slot]

    def feed(self, stream: Tensor) -> Tensor:
        normed = self.ffn_norm(stream)
        return stream + self.dropout(self.ffn_down(functional.silu(self.ffn_gate(normed)) * self.ffn_up(normed)))


class Network(nn.Module):
    """
    @param pairs of stems, each to be remembered
    """

    def __init__(self, shape: Shape, tokenizer: Tokenizer, pairs: list[tuple[str, str]], dropout: float = 0.0) -> None:
        super().__init__()
        self.shape = shape
        self.learned = shape.width - LAID_DOWN + len(SPARE)
        self.vocabulary = tokenizer.size
        names = self.names = tokenizer.names()
        # A word has something of its own and something that it shares with its other spellings: upper case, or in the middle of a word.
        stems: dict[str, int] = {}
        self.stem_of = torch.tensor([stems.setdefault(stem(name), len(stems)) for name in names])
        self.stems = list(stems)
        self.own = nn.Embedding(len(names), self.learned)
        self.shared = nn.Embedding(len(stems), self.learned)
        nn.init.normal_(self.own.weight, std=0.02)
        nn.init.normal_(self.shared.weight, std=0.04)
        if len(pairs) > shape.pairs:
            raise ValueError(f"there is room for {shape.pairs} pairs")
        self.memory = nn.Embedding(len(pairs) + 1, shape.width)
        """The last row is what an unknown pair says: nothing."""
        nn.init.zeros_(self.memory.weight)
        self.reader, self.gatherer = Layer(shape, dropout), Layer(shape, dropout)
        """The first layer and the last."""
        self.output_norm = nn.RMSNorm(shape.width, eps=shape.epsilon)
        self.output = nn.Linear(shape.width, len(ANSWER_PIECES), bias=False)
        nn.init.normal_(self.output.weight, std=0.05)
        self.dropout = nn.Dropout(dropout)
        self.forget = dropout
        self.turn = rotary(shape, shape.context)

        self.kinds = len(stems)
        keys = torch.tensor([stems[one] * self.kinds + stems[other] for one, other in pairs], dtype=torch.long)
        self.keys, order = keys.sort()
        self.row_of_key = order
        in_pairs = sorted({piece for pair in pairs for piece in pair})
        words = golay()
        if len(in_pairs) >= len(words):
            raise ValueError(f"{len(in_pairs)} pieces stand in pairs, and there are {len(words)} code words")
        # The first word is for all that stand in no pair.
        word_of = {piece: place + 1 for place, piece in enumerate(in_pairs)}
        self.codes = torch.tensor(words[[word_of.get(stem(name), 0) for name in names]], dtype=torch.float32) * CODE_SIZE
        self.pairs = pairs
        self.lay_down()

    # ---- what is laid down rather than learned ----------------------------------------------------------------------

    @torch.no_grad()
    def lay_down(self) -> None:
        """Writes the fixed weights of the first layer, and where learning begins."""
        layer, head = self.reader, self.shape.head
        speed = turn_speed(self.shape)
        constant = CONSTANT_SIZE / self.embedding_rms
        first = CONSTANTS[0]
        # The nearest rival of one token back is two back, or the token itself.
        lead = float((1 - speed.cos()).sum())
        strength = math.sqrt(SHARPNESS * head**0.5 / lead)
        offsets: list[int | None] = [1, 2, None]
        for number, offset in enumerate(offsets):
            rows = slice(number * head, (number + 1) * head)
            for part in (layer.attn_q, layer.attn_k):
                part.weight[rows] *= 0.0 if number == 0 else 0.1
            if offset is None:
                continue
            size = (strength if number == 0 else 5.0) / constant
            layer.attn_k.weight[rows, first][0::2] = size
            layer.attn_q.weight[rows, first][0::2] = size * (speed * offset).cos()
            layer.attn_q.weight[rows, first][1::2] = -size * (speed * offset).sin()
        layer.attn_v.weight[:LENGTH] = 0
        layer.attn_v.weight[:LENGTH, OWN] = torch.eye(LENGTH) * self.embedding_rms
        layer.attn_v.weight[LENGTH:, first] = 0
        written = [*range(0, LENGTH), *CONSTANTS, *range(BEFORE.start, BEFORE.stop)]
        layer.attn_output.weight[written] = 0
        layer.attn_output.weight[BEFORE, :LENGTH] = torch.eye(LENGTH)
        # The second layer looks at code words too: the first one leaves them as they are.
        layer.ffn_down.weight[written] = 0
        self.gatherer.attn_q.weight *= 0.1
        self.gatherer.attn_k.weight *= 0.1
        fixed = {name: torch.zeros_like(weight, dtype=torch.bool) for name, weight in self.named_parameters()}
        fixed["reader.attn_norm.weight"][[*range(LENGTH), *CONSTANTS]] = True
        fixed["reader.ffn_norm.weight"][written] = True
        fixed["reader.attn_q.weight"][:head] = True
        fixed["reader.attn_k.weight"][:head] = True
        fixed["reader.attn_v.weight"][:LENGTH] = True
        fixed["reader.attn_output.weight"][written] = True
        fixed["reader.ffn_down.weight"][written] = True
        fixed["memory.weight"][-1] = True
        fixed["memory.weight"][:, written] = True
        self.fixed = fixed
        """For each parameter, which of its weights stay as they are."""

    @property
    def embedding_rms(self) -> float:
        return math.sqrt(EMBEDDING_RMS_SQUARED / self.shape.width + self.shape.epsilon)

    @torch.no_grad()
    def begin_with(self, meaning_of_piece: dict, meaning_of_pair, names: list[str]) -> None:
        """The first learned places begin with what the linear model knows of a piece or a pair."""
        count = meaning_of_pair.shape[1]
        places = slice(0, count)
        self.own.weight[:, places] = 0
        self.shared.weight[:, places] = 0
        for number, name in enumerate(self.stems):
            meaning = meaning_of_piece.get(name)
            if meaning is not None:
                self.shared.weight[number, places] = torch.tensor(meaning, dtype=torch.float32) * MEANING_SIZE
        learned = self.learned_places()[:count]
        behind_norms = MEMORY_SCALE / self.embedding_rms**2
        self.memory.weight[:-1, learned] = torch.tensor(meaning_of_pair, dtype=torch.float32) * MEANING_SIZE / behind_norms

    def learned_places(self) -> list[int]:
        """Where in the stream the learned part of an embedding stands."""
        return [*range(LAID_DOWN, self.shape.width), *SPARE]

    # ---- the way of a text ------------------------------------------------------------------------------------------

    def embed(self, tokens: Tensor) -> Tensor:
        """[...] to [..., width]; every embedding has the same length."""
        learned = self.own(tokens) + self.shared(self.stem_of[tokens])
        length = learned.norm(dim=-1, keepdim=True)
        longest = 0.98 * LEARNED_SIZE
        learned = learned * (longest / length.clamp(min=longest))
        filler = (LEARNED_SIZE**2 - length.clamp(max=longest).square()).sqrt()
        upper = self.shape.width - LAID_DOWN
        constant = torch.full((*tokens.shape, 1), CONSTANT_SIZE)
        nothing = torch.zeros(*tokens.shape, LENGTH)
        spare = learned[..., upper:]
        return torch.cat((self.codes[tokens], constant, spare[..., :7], nothing, constant, filler, spare[..., 7:], learned[..., :upper]), dim=-1)

    def known(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """What is remembered of each token and the one before it: by the first layer, and by one of those behind it. Both [..., width]."""
        stems = self.stem_of[tokens]
        key = stems[:, :-1] * self.kinds + stems[:, 1:]
        at = torch.searchsorted(self.keys, key).clamp(max=len(self.keys) - 1)
        row = torch.where(self.keys[at] == key, self.row_of_key[at], len(self.pairs))
        if self.training and self.forget > 0:
            row = torch.where(torch.rand(row.shape) < self.forget, len(self.pairs), row)
        row = functional.pad(row, (1, 0), value=len(self.pairs))
        said = self.memory(row)
        of_first = (row < self.shape.first_memory)[..., None]
        return said * of_first, said * ~of_first

    def behind_norms(self, stream: Tensor) -> Tensor:
        """By how much a memory's neuron is scaled: its gate and its up stand behind the same norm."""
        return MEMORY_SCALE / (stream.square().mean(dim=-1, keepdim=True) + self.shape.epsilon)

    def forward(self, tokens: Tensor, places: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        """
        @param tokens [batch, length]; what stands behind a text's end is never looked at, since attention only looks back
        @param places rows, ascending, and columns whose next token is wanted
        @returns logits of the answer's pieces, [places, pieces], and the stream before the last layer, [batch, length, width]
        """
        length = tokens.shape[1]
        turn = (self.turn[0][:length], self.turn[1][:length])
        stream = self.embed(tokens)
        if self.training:
            stream = torch.cat((stream[..., :LAID_DOWN], self.dropout(stream[..., LAID_DOWN:])), dim=-1)
        known_first, known_behind = self.known(tokens)
        stream = self.reader.attend(stream, turn)
        stream = self.reader.feed(stream) + known_first * self.behind_norms(stream)
        # A token completes one pair at most, so only one of the layers between adds anything to it.
        stream = stream + known_behind * self.behind_norms(stream)
        gathered = self.gatherer.feed(self.gatherer.attend_at(stream, self.turn, *places))
        return self.output(self.output_norm(gathered)), stream
