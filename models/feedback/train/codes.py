"""
Code words by which tokens are told apart: the extended binary Golay code, whose 4096 words of 24 signs agree in 16 places at most.
Source: https://en.wikipedia.org/wiki/Binary_Golay_code#Mathematical_definition (the construction from quadratic residues modulo 11).
"""

import numpy

LENGTH = 24
"""The scalar product of two different words, divided by that of a word with itself, is this at most."""
CLOSEST = 1 / 3


def golay() -> numpy.ndarray:
    """All words, [4096, 24], each sign +1 or -1."""
    residues = {(n * n) % 11 for n in range(11)}
    square = numpy.ones((12, 12), dtype=int)
    square[11, 11] = 0
    for row in range(11):
        for column in range(11):
            square[row, column] = 0 if (column - row) % 11 in residues - {0} else 1
    basis = numpy.concatenate((numpy.eye(12, dtype=int), square), axis=1)
    choices = (numpy.arange(4096)[:, None] >> numpy.arange(12)) & 1
    words = choices @ basis % 2
    if sorted(set(words.sum(axis=1))) != [0, 8, 12, 16, 24]:
        raise AssertionError("this is not the Golay code")
    return 1 - 2 * words
