"""
Writes the trained network as a GGUF file that llama.cpp runs: `python export.py FILE`. The remembered pairs become neurons of all layers'
feed-forward but the last's (see `network.py`), the fixed and shared parts of the embeddings become plain embeddings, and the metadata gets the
tokenizer, the chat template and the rule by which the confidence is computed, calibrated here on texts that were not trained on.
"""

import argparse
import json
from pathlib import Path

import gguf
import numpy
import torch
from sklearn.linear_model import LogisticRegression

from batches import read
from codes import LENGTH
from generator import HELD_OUT, Generator, hand_written
from labels import SENTIMENTS
from network import BEFORE, CODE_SIZE, CONSTANT_SIZE, CONSTANTS, MEMORY_SCALE, OWN, Layer, Network, Shape
from tokenizer import ANSWER, CONFIDENCE, END, SAID, Tokenizer, stem
from train import BUILD, development_texts

VERSION = json.loads((Path(__file__).parent.parent / "version.json").read_text())["version"]
"""The messages one after another: the model takes no instructions, and reads all it is sent as feedback."""
CHAT_TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}{% if message.role == 'assistant' %}"
    f"{{{{ '{ANSWER}' + message.content + eos_token }}}}"
    "{% else %}{{ message.content + '\\n' }}{% endif %}{% endfor %}"
    f"{{% if add_generation_prompt %}}{{{{ '{ANSWER}' }}}}{{% endif %}}"
)
"""Divided by the stream's root mean square, what a pair's neuron has before its gate when it fires; a little more below zero where half fits."""
GATE = 100.0
"""
The constants' weight in a neuron's gate, in units of a code word's. Quantized to four bits, a block's numbers are whole multiples of the
negative one that is the largest, divided by -8: with this, each is exact.
"""
THRESHOLD = -4.0


def calibrate(network: Network, tokenizer: Tokenizer) -> tuple[float, float, int]:
    """@returns scale and shift of Platt's method on the logit of the likeliest sentiment's share, and from how many texts"""
    examples = [*development_texts(), *hand_written(HELD_OUT)]
    answers = read(network, tokenizer, [example.text for example in examples])
    top = numpy.array([max(shares) for shares, _ in answers]).clip(1e-6, 1 - 1e-6)
    right = [SENTIMENTS[int(numpy.argmax(shares))] == example.sentiment for (shares, _), example in zip(answers, examples)]
    model = LogisticRegression(C=1e6).fit(numpy.log(top / (1 - top))[:, None], right)
    return float(model.coef_[0, 0]), float(model.intercept_[0]), len(examples)


@torch.no_grad()
def memory_neurons(network: Network) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """
    Gate and up, [pairs, width], and down, [width, pairs]. A neuron's gate adds up how well the two code words match (2 when both do, at most
    1 1/3 when one does), less a threshold of 1.69: positive for its own pair alone. Its up is a constant. Both stand behind a norm, so their
    product is divided by the stream's mean square, as `Network.behind_norms` does.
    """
    shape = network.shape
    code_of: dict[str, torch.Tensor] = {}
    for token, name in enumerate(network.names):
        code_of[stem(name)] = network.codes[token] / CODE_SIZE
    count = len(network.pairs)
    gate, up = torch.zeros(count, shape.width), torch.zeros(count, shape.width)
    size = GATE / (2 * LENGTH * CODE_SIZE + len(CONSTANTS) * THRESHOLD * CONSTANT_SIZE)
    for row, (one, other) in enumerate(network.pairs):
        gate[row, BEFORE] = code_of[one] * size
        gate[row, OWN] = code_of[other] * size
    gate[:, CONSTANTS] = THRESHOLD * size
    up[:, CONSTANTS[0]] = MEMORY_SCALE / (GATE * CONSTANT_SIZE)
    return gate, up, network.memory.weight[:-1].T.contiguous()


@torch.no_grad()
def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--build", type=Path, default=BUILD, help="where the training left the weights")
    options = parser.parse_args(arguments)
    saved = torch.load(options.build / "weights.pt")
    tokenizer = Tokenizer.of(saved["vocabulary"])
    network = Network(Shape(), tokenizer, saved["pairs"])
    network.load_state_dict(saved["weights"])
    network.eval()
    scale, shift, calibrated_on = calibrate(network, tokenizer)
    shape = network.shape
    pieces, names = tokenizer.pieces, tokenizer.names()
    gate, up, down = memory_neurons(network)

    writer = gguf.GGUFWriter(options.file, "llama")
    writer.add_name("Plimsoll feedback")
    writer.add_description("Reads a piece of customer feedback and answers its sentiment, a confidence and its themes as JSON.")
    writer.add_version(VERSION)
    writer.add_license("Apache-2.0")
    writer.add_author("The Plimsoll authors")
    writer.add_languages(["en"])
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.neurons)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads)
    writer.add_layer_norm_rms_eps(shape.epsilon)
    writer.add_rope_dimension_count(shape.head)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_vocab_size(len(names))
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    kinds, scores = [], []
    for token, name in enumerate(names):
        known = token < pieces.vocab_size()
        kind = gguf.TokenType.NORMAL
        if known and pieces.is_unknown(token):
            kind = gguf.TokenType.UNKNOWN
        elif (known and pieces.is_control(token)) or name in (ANSWER, END):
            kind = gguf.TokenType.CONTROL
        elif known and pieces.is_byte(token):
            kind = gguf.TokenType.BYTE
        kinds.append(kind)
        scores.append(pieces.get_score(token) if known else -1e6)
    writer.add_token_list(names)
    writer.add_token_scores(scores)
    writer.add_token_types(kinds)
    writer.add_bos_token_id(tokenizer.begin)
    writer.add_eos_token_id(tokenizer.end)
    writer.add_unk_token_id(pieces.unk_id())
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(CHAT_TEMPLATE)
    writer.add_array("plimsoll.confidence.labels", [tokenizer.piece(SAID[sentiment]) for sentiment in SENTIMENTS])
    writer.add_uint32("plimsoll.confidence.placeholder", tokenizer.piece(CONFIDENCE))
    writer.add_float32("plimsoll.confidence.scale", scale)
    writer.add_float32("plimsoll.confidence.shift", shift)

    weights = 0

    def add(name: str, values: torch.Tensor, kind=gguf.GGMLQuantizationType.F32) -> None:
        nonlocal weights
        weights += values.numel()
        array = numpy.ascontiguousarray(values.detach().float().numpy())
        writer.add_tensor(name, gguf.quantize(array, kind), raw_dtype=kind)

    half, eight, five, four = (gguf.GGMLQuantizationType[name] for name in ("F16", "Q8_0", "Q5_0", "Q4_0"))
    output = torch.zeros(len(names), shape.width)
    output[len(names) - network.output.weight.shape[0] :] = network.output.weight.detach()
    add("token_embd.weight", network.embed(torch.arange(len(names))), eight)
    add("output_norm.weight", network.output_norm.weight)
    add("output.weight", output, eight)
    none = Layer(shape, 0.0)
    for part in none.parameters():
        part.zero_()
    none.attn_norm.weight += 1
    none.ffn_norm.weight += 1
    ends = [0, *(shape.first_memory + number * shape.neurons for number in range(shape.layers - 1)), shape.pairs]
    layers = [network.reader, *[none] * (shape.layers - 2), network.gatherer]
    for number, (layer, start, end) in enumerate(zip(layers, ends, ends[1:])):
        gates, ups, downs = gate[start:end], up[start:end], down[:, start:end]
        add(f"blk.{number}.attn_norm.weight", layer.attn_norm.weight)
        for part in ("attn_q", "attn_k", "attn_v", "attn_output"):
            add(f"blk.{number}.{part}.weight", getattr(layer, part).weight, four if layer is none else half)
        add(f"blk.{number}.ffn_norm.weight", layer.ffn_norm.weight)
        learned = 0 if layer is none else shape.hidden

        def filled(rows: list[torch.Tensor]) -> torch.Tensor:
            found = torch.cat(rows)
            return torch.cat((found, torch.zeros(shape.neurons - len(found), shape.width)))

        kinds_of = {network.reader: (five, five, five), network.gatherer: (four, four, four)}.get(layer, (four, four, five))
        add(f"blk.{number}.ffn_gate.weight", filled([layer.ffn_gate.weight[:learned], gates]), kinds_of[0])
        add(f"blk.{number}.ffn_up.weight", filled([layer.ffn_up.weight[:learned], ups]), kinds_of[1])
        add(f"blk.{number}.ffn_down.weight", filled([layer.ffn_down.weight.T[:learned], downs.T]).T, kinds_of[2])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    generator, facts = Generator(0), saved["facts"]
    card = {
        "version": VERSION,
        "architecture": {
            "layers": shape.layers,
            "width": shape.width,
            "heads": shape.heads,
            "feedForward": shape.neurons,
            "context": shape.context,
            "weights": weights,
            "rememberedPairs": len(network.pairs),
        },
        "tokenizer": {"kind": "SentencePiece BPE with byte fallback", "pieces": len(names)},
        "training": {
            "texts": facts["texts"],
            "seed": facts["seed"],
            "minutes": facts["minutes"],
            "processes": facts["workers"],
            "handWritten": len(generator.texts),
            "taughtShare": facts["taught"],
            "handWrittenShare": round((1 - facts["taught"]) * generator.kinds[1], 3),
            "outsideShare": round((1 - facts["taught"]) * generator.kinds[0], 3),
        },
        "calibration": {"method": "Platt's method", "texts": calibrated_on, "scale": round(scale, 4), "shift": round(shift, 4)},
    }
    (Path(__file__).parent.parent / "training.json").write_text(json.dumps(card, indent=2) + "\n")
    print(f"{options.file}: {options.file.stat().st_size / 1e6:.2f} MB; confidence scale {scale:.3f}, shift {shift:.3f}")


if __name__ == "__main__":
    main()
