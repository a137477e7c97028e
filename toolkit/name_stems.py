"""Names whose Ukrainian and English do not sound alike: «суд» for Court, «Відень» for Vienna, «МВФ» for IMF.

The pairs are in ``name_stems.tsv``: an English word, and the beginnings of the Ukrainian ones that it may stand for. The names of
other countries in ``foreign_names.tsv`` are known, too: «Джон» for John, «Коул» for Cole.
"""

from __future__ import annotations

import functools
import re
import threading
from pathlib import Path

__all__ = ["stands_for", "stem", "translates"]


_NOUN_ENDING = "(?:[аеєиіїоуюя]|[ії]в|[оеє]м|[оеє]ю|[оеє]ві|[ая](?:м|ми|х))?"
# A stemmer keeps the word it works on in itself, and translations are finished in several threads.
_STEMMING = threading.Lock()


@functools.cache
def _stemmer() -> object:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The English stem of a word, lower-cased, its possessive taken off."""
    word = re.sub(r"['’]s?$", "", word.lower()).replace("’", "'").rstrip(".")
    with _STEMMING:
        return str(_stemmer().stemWord(word))  # type: ignore[attr-defined]


def _pattern(part: str) -> str:
    """The pattern of a Ukrainian part of the table, as its head describes them."""
    if part.isupper():
        return rf"(?<!\w){part.lower()}(?!\w)"
    if part.endswith("+"):
        return rf"(?<!\w){part[:-1]}{_NOUN_ENDING}(?!\w)"
    # A long one may stand inside a compound: «служб» in «Держприкордонслужба».
    return part if len(part) >= 5 else rf"(?<!\w){part}"


@functools.cache
def _foreign() -> dict[str, str]:
    """Patterns of the Ukrainian names of other countries in any case, by the English ones, of one word and lower-cased."""
    found: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("foreign_names.tsv").read_text("utf-8").splitlines():
        _, ukrainian, english = line.split("\t")
        name = ukrainian.lower()
        base = name[:-1] if len(name) > 3 and name[-1] in "аяйь" else name
        if english.isalpha() and name.isalpha() and len(base) >= 3:
            found.setdefault(english.lower(), []).append(rf"(?<!\w){base}(?:[йь]|{_NOUN_ENDING})(?!\w)")
    return {name: "|".join(patterns) for name, patterns in found.items()}


@functools.cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """Patterns of the beginnings of Ukrainian words, by English stem and by English beginning."""
    stems: dict[str, list[str]] = {}
    beginnings: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("name_stems.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        english, ukrainian = line.split("\t")
        key, table = (english[:-1], beginnings) if english.endswith("*") else (stem(english), stems)
        table.setdefault(key, []).extend(map(_pattern, ukrainian.split("|")))
    by_stem, by_beginning = ({key: "|".join(parts) for key, parts in table.items()} for table in (stems, beginnings))
    return by_stem, by_beginning


@functools.lru_cache(maxsize=50_000)
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    stems, beginnings = _tables()
    lower = name.lower()
    found = [beginnings[lower[:end]] for end in range(2, len(lower) + 1) if lower[:end] in beginnings]
    found += [stems.get(stem(lower), ""), _foreign().get(re.sub(r"['’]s?$", "", lower), "")]
    return tuple(re.compile(pattern) for pattern in found if pattern)


def stands_for(name: str, ukrainian: str) -> bool:
    """Whether an English ``name`` may stand for a word of a lower-cased Ukrainian text."""
    return any(pattern.search(ukrainian) for pattern in _patterns(name))


def translates(word: str, english: str) -> bool:
    """Whether a lower-cased Ukrainian ``word`` may be behind a word of an English text."""
    return any(
        pattern.match(word) for other in re.findall(r"[\w.]+", english) for pattern in _patterns(other.rstrip("."))
    )
