"""The models that can be fetched by name: facts from ``catalogue.toml``."""

from __future__ import annotations

import functools
import sys
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["CatalogueEntry", "catalogue"]


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """What is known of a model before it is fetched.

    Attributes:
        name: What it is called here.
        hub: Its id on the Hugging Face Hub.
        about: What it is good for, in a line.
        architecture: ``model_type`` of its configuration.
        source_languages: ISO 639-1 codes of what it reads.
        license: SPDX identifier.
        parameters: How many.
        megabytes: Size on disk once it is converted to int8, about.
        published: Test set to published BLEU.
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


@functools.cache
def catalogue() -> dict[str, CatalogueEntry]:
    """All entries by name."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib  # type: ignore[import-not-found, unused-ignore]

    found = tomllib.loads(Path(__file__).with_name("catalogue.toml").read_text("utf-8"))
    return {
        name: CatalogueEntry(name, **{**facts, "source_languages": tuple(facts["source_languages"])})
        for name, facts in found.items()
    }
