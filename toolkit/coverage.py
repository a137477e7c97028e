"""How much of a source its translation covers, judged word by word with a lexicon of what usually translates what.

A search for the likeliest hypothesis prefers those that say less. Among the few best, which differ little in likelihood, the one
whose words explain more of the source is the more faithful (IBM model 1 as a feature for rescoring: Och and others, 2004).
Knows text; nothing about models or engines. ``training.lexicon`` makes the file.
"""

from __future__ import annotations

import functools
import hashlib
import math
import os
import re
from collections.abc import Sequence
from pathlib import Path

from .errors import ModelError

__all__ = ["FILE", "Lexicon", "signature_of", "stems"]

FILE = "lexicon.tsv"
#: What a nat of coverage for each source word counts in nats of the score, which is per token; BLEU and chrF of both evaluation
#: sets are level from 0.2 to 0.4 (training/LOG.md, fifteenth sitting).
WEIGHT = 0.3
_LETTERS = 6  # of a stem: endings go, and most of what makes verbs of nouns
_LEAST = math.log(1e-3)  # what a word that nothing explains costs at most
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


def stems(text: str) -> list[str]:
    """The words of a text, in small letters, by their first letters."""
    return [word[:_LETTERS] for word in _WORD.findall(text.lower().replace("’", "'"))]


def signature_of(path: str | os.PathLike[str]) -> str:
    """What of a lexicon changes the output, in a word.

    Raises:
        OSError: It cannot be read.
    """
    return f"lexicon:{hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]}:{WEIGHT:g}"


class Lexicon:
    """Probabilities of target stems given a source stem.

    Args:
        path: A file of lines ``source TAB target PERMILLE TAB target PERMILLE …``.

    Raises:
        ModelError: The file is damaged.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = os.fspath(path)
        try:
            with Path(path).open(encoding="utf-8") as lines:
                # Rows are read only when they are looked up: most never are.
                self._rows = dict(line.rstrip("\n").split("\t", 1) for line in lines)
            self.signature = signature_of(path)
        except (OSError, ValueError) as error:
            raise ModelError(self._path, f"is damaged ({error})", "Install the model again") from None
        self._row = functools.lru_cache(maxsize=20_000)(self._read)

    def _read(self, source: str) -> dict[str, float]:
        try:
            pairs = [cell.split(" ") for cell in self._rows[source].split("\t")]
            row = {target: math.log(int(share) / 1000) for target, share in pairs}
            if max(row.values()) > 0:
                raise ValueError("a probability above 1")
            return row
        except ValueError:
            raise ModelError(self._path, f"is damaged (at {source})", "Install the model again") from None

    def check(self) -> None:
        """Reads every row.

        Raises:
            ModelError: One is damaged.
        """
        for source in self._rows:
            self._read(source)

    def coverage(self, source: str, hypothesis: str) -> float:
        """The mean, over the words of the source, of the log-probability of the likeliest of the hypothesis's words; at most 0.

        Words that the lexicon does not have, as names, do not count.
        """
        found = set(stems(hypothesis))
        total, count = 0.0, 0
        for stem in stems(source):
            if stem in self._rows:
                row = self._row(stem)
                total += max((share for target, share in row.items() if target in found), default=_LEAST)
                count += 1
        return total / count if count else 0.0

    def best(self, source: str, hypotheses: Sequence[tuple[str, float]]) -> int:
        """Which of some hypotheses with their scores is the best one; the first of equals."""
        if len(hypotheses) < 2:
            return 0
        values = [score + WEIGHT * self.coverage(source, text) for text, score in hypotheses]
        return values.index(max(values))
