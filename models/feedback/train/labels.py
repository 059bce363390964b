"""The words of the answer, in the order in which the answer lists them. `evaluation/LABELLING.md` says what they mean."""

SENTIMENTS = ("positive", "neutral", "negative")
THEMES = ("delivery", "support", "price", "billing", "quality", "usability", "performance", "reliability", "features")
