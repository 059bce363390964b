"""
What plain linear models make of the same texts: `python baseline.py` fits them on the training texts, measures them on the test set and
writes `../baseline.json`. The first counts words; the second words, pairs and triples of words.
"""

import json
from pathlib import Path

import numpy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from generator import Generator
from labels import SENTIMENTS, THEMES

TEXTS = 80_000
SEED = 20261126
HERE = Path(__file__).parent.parent
WORD = r"(?u)\b\w+'?\w*\b|[!?]"


def main() -> None:
    generator = Generator(SEED)
    generator.kinds = (0.0, generator.kinds[1])
    examples = [generator.example() for _ in range(TEXTS)]
    tests = [json.loads(line) for file in sorted((HERE / "evaluation").glob("hand-*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]
    found = {}
    for name, longest in (("words", 1), ("words, pairs and triples of words", 3)):
        vectorizer = TfidfVectorizer(ngram_range=(1, longest), sublinear_tf=True, token_pattern=WORD)
        known = vectorizer.fit_transform(example.text for example in examples)
        asked = vectorizer.transform(entry["text"] for entry in tests)

        def fit(wanted, alpha: float, rounds: int):
            return SGDClassifier(loss="log_loss", alpha=alpha, max_iter=rounds, tol=None, random_state=SEED).fit(known, wanted).predict(asked)

        said = fit([example.sentiment for example in examples], 1e-6, 8)
        accuracy = numpy.mean([one == entry["sentiment"] for one, entry in zip(said, tests)])
        themes = numpy.stack([fit([theme in example.themes for example in examples], 2e-6, 6) for theme in THEMES], axis=1)
        wanted = numpy.array([[theme in entry["themes"] for theme in THEMES] for entry in tests])
        f1 = 2 * (themes & wanted).sum() / (themes.sum() + wanted.sum())
        found[name] = {"sentimentAccuracy": round(float(accuracy), 4), "themesMicroF1": round(float(f1), 4)}
        print(name, found[name], flush=True)
    (HERE / "baseline.json").write_text(json.dumps({"texts": TEXTS, "models": found}, indent=2) + "\n")


if __name__ == "__main__":
    main()
