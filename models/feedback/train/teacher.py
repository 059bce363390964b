"""
The linear model that the network is taught by: words and pairs of words, fitted to the hand-written and generated texts. It knows more pairs than the
network can hold, and what it thinks of a text that nobody labelled (`Generator.fragment`) tells the network how much each word and pair counts.
Distillation, as in https://arxiv.org/abs/1503.02531.
"""

import numpy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from generator import Generator
from labels import SENTIMENTS, THEMES

TEXTS = 80_000
WORD = r"(?u)\b\w+'?\w*\b|[!?]"


class Teacher:
    """
    @param seed of the texts
    @param texts how many to fit it to
    """

    def __init__(self, seed: int, texts: int = TEXTS) -> None:
        generator = Generator(seed)
        generator.kinds = (0.0, generator.kinds[1])
        examples = [generator.example() for _ in range(texts)]
        self.words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=WORD)
        counted = self.words.fit_transform(example.text for example in examples)

        def fit(wanted: list, alpha: float, rounds: int) -> SGDClassifier:
            return SGDClassifier(loss="log_loss", alpha=alpha, max_iter=rounds, tol=None, random_state=seed).fit(counted, wanted)

        # Numbers, since the classifier lists its classes in ascending order.
        self.sentiment = fit([SENTIMENTS.index(example.sentiment) for example in examples], 2e-6, 8)
        self.themes = [fit([theme in example.themes for example in examples], 2e-6, 6) for theme in THEMES]

    def says(self, texts: list[str]) -> tuple[numpy.ndarray, numpy.ndarray]:
        """@returns how likely each sentiment is, [texts, sentiments], and each theme, [texts, themes]"""
        counted = self.words.transform(texts)
        return self.sentiment.predict_proba(counted), numpy.stack([theme.predict_proba(counted)[:, 1] for theme in self.themes], axis=1)
