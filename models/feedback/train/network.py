"""
A llama network as llama.cpp runs it: RMS norms, rotary positions over neighbouring pairs, gated feed-forward. Its output is apart from
its embeddings and knows the answer's pieces only: every other token has the logit 0 (rows of zeros in the finished file). With tied
embeddings each step pushed all words a little, by the softmax alone, and an optimizer that scales by what is usual for a weight made
that push as large as what rare words learn.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True)
class Shape:
    vocabulary: int
    # How many of the vocabulary, its last ones, can be answered.
    answers: int
    width: int = 224
    layers: int = 4
    heads: int = 4
    hidden: int = 576
    context: int = 1024
    rope_base: float = 10_000.0
    epsilon: float = 1e-5


def rotary(shape: Shape, length: int) -> tuple[Tensor, Tensor]:
    """Cosines and sines, [length, head width / 2]."""
    half = shape.width // shape.heads // 2
    speed = shape.rope_base ** (-torch.arange(half, dtype=torch.float32) / half)
    angle = torch.arange(length, dtype=torch.float32)[:, None] * speed[None, :]
    return angle.cos(), angle.sin()


def rotate(values: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    """[batch, heads, length, head width], each pair of neighbours turned by its position."""
    cos, sin = (part[: values.shape[2]].to(values.dtype) for part in turn)
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

    def forward(self, stream: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
        batch, length, width = stream.shape

        def heads(values: Tensor) -> Tensor:
            return values.view(batch, length, self.shape.heads, width // self.shape.heads).transpose(1, 2)

        normed = self.attn_norm(stream)
        seen = functional.scaled_dot_product_attention(
            rotate(heads(self.attn_q(normed)), turn), rotate(heads(self.attn_k(normed)), turn), heads(self.attn_v(normed)), is_causal=True
        )
        stream = stream + self.dropout(self.attn_output(seen.transpose(1, 2).reshape(batch, length, width)))
        normed = self.ffn_norm(stream)
        return stream + self.dropout(self.ffn_down(functional.silu(self.ffn_gate(normed)) * self.ffn_up(normed)))


class Network(nn.Module):
    def __init__(self, shape: Shape, dropout: float = 0.0) -> None:
        super().__init__()
        self.shape = shape
        self.token_embd = nn.Embedding(shape.vocabulary, shape.width)
        self.blk = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.output_norm = nn.RMSNorm(shape.width, eps=shape.epsilon)
        self.dropout = nn.Dropout(dropout)
        self.output = nn.Linear(shape.width, shape.answers, bias=False)
        nn.init.normal_(self.output.weight, std=0.05)
        nn.init.normal_(self.token_embd.weight, std=0.04)
        for layer in self.blk:
            for part in (layer.attn_q, layer.attn_k, layer.attn_v, layer.attn_output, layer.ffn_gate, layer.ffn_up, layer.ffn_down):
                nn.init.normal_(part.weight, std=0.05)
        self.turn = rotary(shape, shape.context)

    def forward(self, tokens: Tensor, places: tuple[Tensor, Tensor]) -> Tensor:
        """
        @param tokens [batch, length]; what stands behind a text's end is never looked at, since attention only looks back
        @param places rows and columns whose next token is wanted
        @returns logits, [places, vocabulary]
        """
        stream = self.dropout(self.token_embd(tokens))
        for layer in self.blk:
            stream = layer(stream, self.turn)
        return functional.pad(self.output(self.output_norm(stream[places])), (self.shape.vocabulary - self.shape.answers, 0))
