"""
Which neighbouring pieces are worth knowing by heart. A linear model over pieces and pairs of pieces is fitted first: its weights say which
pairs tell most, and they are where the network's training begins.
"""

from collections import Counter
from dataclasses import dataclass

import numpy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from generator import Generator
from labels import SENTIMENTS, THEMES
from tokenizer import Tokenizer, stem

TEXTS = 80_000
"""A pair is considered that stands in this many texts or more."""
SELDOM = 4
"""As many different pieces can stand in pairs as there are code words, less one for all others."""
MOST_STEMS = 4095
BETWEEN = "\t"
MEANINGS = len(SENTIMENTS) + len(THEMES)


@dataclass(frozen=True)
class Pairs:
    # Stems of pieces: what is told apart.
    pairs: list[tuple[str, str]]
    # What each piece and each pair says, by itself: for each sentiment and each theme, in units of one standard deviation.
    meaning_of_piece: dict[str, numpy.ndarray]
    meaning_of_pair: numpy.ndarray


def features(tokenizer: Tokenizer, text: str) -> list[str]:
    pieces = [stem(piece) for piece in tokenizer.pieces.encode(f"{text}\n", out_type=str)]
    return pieces + [f"{one}{BETWEEN}{other}" for one, other in zip(pieces, pieces[1:])]


def with_few_stems(pairs: list[str], count: int) -> list[str]:
    """The first of the pairs, leaving out those that need a code word when none is left."""
    stems: set[str] = set()
    chosen = []
    for pair in pairs:
        both = stems.union(pair.split(BETWEEN))
        if len(both) > MOST_STEMS:
            continue
        stems = both
        chosen.append(pair)
        if len(chosen) == count:
            break
    return chosen


def choose(tokenizer: Tokenizer, seed: int, count: int, texts: int = TEXTS) -> Pairs:
    """
    @param count how many pairs to choose
    @returns the pairs that tell most about the sentiment, and what pieces and pairs mean
    """
    generator = Generator(seed)
    generator.kinds = (0.0, generator.kinds[1])
    examples = [generator.example() for _ in range(texts)]
    counted = [features(tokenizer, example.text) for example in examples]
    sentiments = [example.sentiment for example in examples]

    def fit(vocabulary, wanted, alpha: float, rounds: int):
        vectorizer = TfidfVectorizer(analyzer=lambda entry: entry, sublinear_tf=True, vocabulary=vocabulary)
        matrix = vectorizer.fit_transform(counted)
        rows = []
        for target in wanted:
            model = SGDClassifier(loss="log_loss", alpha=alpha, max_iter=rounds, tol=None, random_state=seed).fit(matrix, target)
            rows.append(model.coef_ * vectorizer.idf_)
        return vectorizer.get_feature_names_out(), numpy.concatenate(rows)

    often = Counter(feature for entry in counted for feature in set(entry))
    names, weights = fit(None, [sentiments], 1e-6, 8)
    told = {
        name: float(weight * min(often[name], 100) ** 0.5)
        for name, weight in zip(names, numpy.abs(weights).max(axis=0))
        if BETWEEN in name and often[name] >= SELDOM
    }
    chosen = sorted(with_few_stems(sorted(told, key=lambda name: -told[name]), count))
    kept = sorted({name for name in often if BETWEEN not in name} | set(chosen))
    targets = [[theme in example.themes for example in examples] for theme in THEMES]
    names, sentiment = fit(kept, [sentiments], 3e-6, 8)
    # The classifier lists its classes by the alphabet.
    sentiment = sentiment[[sorted(SENTIMENTS).index(each) for each in SENTIMENTS]]
    _, themes = fit(kept, targets, 2e-6, 6)
    meaning = numpy.concatenate((sentiment, themes)).T
    meaning /= meaning.std(axis=0)
    at = {name: row for row, name in enumerate(names)}
    return Pairs(
        [tuple(name.split(BETWEEN)) for name in chosen],
        {name: meaning[row] for name, row in at.items() if BETWEEN not in name},
        numpy.stack([meaning[at[name]] for name in chosen]) if chosen else numpy.zeros((0, MEANINGS)),
    )
