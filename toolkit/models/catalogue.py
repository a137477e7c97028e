"""The models that can be fetched by name: facts from ``catalogue.toml``."""

from __future__ import annotations

import functools
import sys
from dataclasses import dataclass, field
from pathlib import Path

from .languages import CAUSAL, source_languages

__all__ = ["CatalogueEntry", "catalogue"]


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """What is known of a model before it is fetched.

    Attributes:
        name: What it is called here.
        hub: Its id on the Hugging Face Hub.
        about: What it is good for, in a line.
        architecture: See :func:`toolkit.models.languages.architecture_of`; empty if nothing is known.
        source_languages: ISO 639-1 codes of what it reads.
        license: SPDX identifier.
        parameters: How many.
        megabytes: Size on disk once it is converted to int8, about.
        published: Test set to published BLEU (ROUGE-L of a summariser).
        source: Where that is published.
        revision: Branch, tag or commit that is fetched.
    """

    name: str
    hub: str
    about: str
    architecture: str
    source_languages: tuple[str, ...]
    license: str
    parameters: int
    megabytes: int
    published: dict[str, float] = field(default_factory=dict)
    source: str = ""
    revision: str = "main"

    @property
    def non_commercial(self) -> bool:
        """Whether its licence forbids commercial use."""
        return "-NC" in self.license.upper()

    @property
    def memory_megabytes(self) -> int:
        """Memory at int8, about: the weights, a quarter more while they load, and 150 MB for the program (benchmarks.models)."""
        return 10 * round((1.25 * self.megabytes + 150) / 10)

    @property
    def use(self) -> str:
        """``translation`` or ``summaries``."""
        return "summaries" if self.architecture in CAUSAL | {"mt5"} else "translation"


@functools.cache
def catalogue() -> dict[str, CatalogueEntry]:
    """All entries by name."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib  # type: ignore[import-not-found, unused-ignore]

    found = tomllib.loads(Path(__file__).with_name("catalogue.toml").read_text("utf-8"))
    entries = {}
    for key, facts in found.items():
        name = facts.pop("name", key)
        languages = tuple(facts.pop("source_languages", source_languages(facts["architecture"])))
        entries[name] = CatalogueEntry(name, source_languages=languages, **facts)
    return entries
