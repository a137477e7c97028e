"""Makes ``toolkit/language_profiles.tsv``: n-gram costs of Ukrainian, Russian and Belarusian for ``toolkit.language``.

    python -m training.language_profiles --dictionaries DIR --catalogues DIR

Sources, all public: the Hunspell dictionaries of the three languages (Debian ``hunspell-uk``, ``hunspell-ru``,
``hunspell-be``: ``apt-get download`` and ``dpkg -x`` into DIR), the message catalogues of Django (the unpacked wheel), and the
Ukrainian and Russian profiles that langdetect ships. Only rounded n-gram statistics are kept. The evaluation file
``language_dev.tsv`` was used for choosing the mixture below among three, and for nothing else.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import langdetect

from toolkit.language import GRAM, ngrams

LANGUAGES = {"uk": "uk_UA", "ru": "ru_RU", "be": "be_BY"}
# dictionary, catalogue, langdetect
MIXTURE = {"uk": (0.5, 0.2, 0.3), "ru": (0.5, 0.2, 0.3), "be": (0.7, 0.3, 0.0)}
FLOOR = 1e-5


def dictionary(folder: Path, code: str) -> str:
    """The words of a Hunspell dictionary."""
    path = next(folder.rglob(f"{LANGUAGES[code]}.dic"))
    return " ".join(line.split("/")[0].strip() for line in path.read_text("utf-8", "ignore").splitlines()[1:])


def catalogues(folder: Path, code: str) -> str:
    """The translated messages of a package's gettext catalogues, without placeholders, tags and Latin words."""
    found = []
    for path in sorted(folder.rglob(f"locale/{code}/LC_MESSAGES/*.po")):
        for match in re.finditer(r'msgstr(?:\[\d\])? ((?:"(?:[^"\\]|\\.)*"\s*)+)', path.read_text("utf-8")):
            text = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', match.group(1))).replace("\\n", " ")
            if text and "Project-Id" not in text:
                found.append(re.sub(r"%\(?\w*\)?[sd]?|\{[^}]*\}|<[^>]*>|[A-Za-z]+", " ", text))
    return " ".join(found)


def langdetect_profile(code: str) -> Counter[str]:
    """The n-gram counts of langdetect's own profile."""
    counts: Counter[str] = Counter()
    profile = json.loads((Path(langdetect.__file__).parent / "profiles" / code).read_text("utf-8"))
    for gram, count in profile["freq"].items():
        if not re.search("[a-z]", gram.lower()):
            counts[gram.lower()] += count
    return counts


def relative(counts: Mapping[str, float]) -> dict[str, float]:
    """Counts as frequencies among the n-grams of the same length."""
    totals: Counter[int] = Counter()
    for gram, count in counts.items():
        totals[len(gram)] += count  # type: ignore[assignment]
    return {gram: count / totals[len(gram)] for gram, count in counts.items()}


def main() -> None:
    """Writes the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dictionaries", type=Path, required=True)
    parser.add_argument("--catalogues", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, default=Path("toolkit/language_profiles.tsv"))
    options = parser.parse_args()
    mixed: dict[str, dict[str, float]] = {}
    for code, weights in MIXTURE.items():
        parts = [
            Counter(ngrams(dictionary(options.dictionaries, code))),
            Counter(ngrams(catalogues(options.catalogues, code))),
        ]
        if weights[2]:
            parts.append(langdetect_profile(code))
        sums: dict[str, float] = {}
        for weight, part in zip(weights, parts, strict=False):
            for gram, frequency in relative(part).items():
                sums[gram] = sums.get(gram, 0.0) + weight * frequency
        mixed[code] = relative(sums)
    kept = sorted(
        gram
        for gram in {gram for table in mixed.values() for gram in table}
        if GRAM.fullmatch(gram)
        and max(table.get(gram, 0.0) for table in mixed.values()) > (2e-5 if len(gram) < 4 else 3e-5)
    )
    with options.output.open("w", encoding="utf-8", newline="\n") as file:
        for gram in kept:
            costs = [
                round(-10 * math.log(mixed[code].get(gram, 0.0) + FLOOR / 10 ** (len(gram) - 1))) for code in LANGUAGES
            ]
            file.write("\t".join([gram, *map(str, costs)]) + "\n")
    print(f"{options.output}: {len(kept)} n-grams")


if __name__ == "__main__":
    main()
