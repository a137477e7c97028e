"""Glossaries from files: CSV, TSV, YAML and TBX; and the built-in list of names.

Knows files and terms; nothing about translations. A file is data: YAML is read safely, XML without entities.
"""

from __future__ import annotations

import csv
import functools
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .errors import ReadingError
from .glossary import Glossary, Term
from .reading.encoding import decode
from .transliteration import transliterate

__all__ = ["built_in_names", "load_glossary", "read_terms"]

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_HEADERS = {"source", "uk", "term", "ukrainian"}
_SHORTEST = 4  # letters of a foreign name; shorter ones are forms of too many other words
_TRUE = {"1", "yes", "true", "y", "case", "case-sensitive", "так"}
FORMATS = ("csv", "tsv", "yaml", "yml", "tbx")


def load_glossary(path: str | os.PathLike[str] | None, *, names: bool = True) -> Glossary | None:
    """The glossary of a file together with the built-in names; None if that is nothing at all.

    Args:
        path: A CSV, TSV, YAML or TBX file; its terms come before the built-in names.
        names: Whether the built-in names, and the check of surnames, are wanted.

    Raises:
        ReadingError: The file cannot be read as a glossary.
    """
    terms = list(read_terms(path)) if path is not None else []
    if not terms and not names:
        return None
    if not terms:
        return _names_alone()
    return Glossary([*terms, *(built_in_names() if names else ())], surnames=names)


@functools.cache
def _names_alone() -> Glossary:
    return Glossary(built_in_names(), surnames=True)


@functools.cache
def built_in_names() -> tuple[Term, ...]:
    """Places, institutions and persons with their standard English spellings; then usual names of other countries."""
    terms = {}
    for line in Path(__file__).with_name("names.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            source, wordings = line.split("\t")
            target, *accepted = wordings.split("|")
            terms[source.lower()] = Term(source, target, tuple(accepted), required=False)
    foreign: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("foreign_names.tsv").read_text("utf-8").splitlines():
        _, source, target = line.split("\t")
        if len(source) >= _SHORTEST and source.lower() not in terms:
            foreign.setdefault(source, []).append(target)
    for source, targets in foreign.items():
        # Of Alexander and Oleksandr the second: who has a name that is Ukrainian too is most often Ukrainian.
        target, *accepted = sorted(targets, key=lambda target: target.lower() != transliterate(source))
        terms.setdefault(source.lower(), Term(source, target, tuple(accepted), required=False, certain=False))
    return tuple(terms.values())


def read_terms(path: str | os.PathLike[str]) -> Iterator[Term]:
    """The terms of a glossary file.

    CSV and TSV have the columns source, target and, if wanted, case (``yes`` where capitals count); other columns are passed over.
    A first line with the names of the columns may give them in another order. YAML is a mapping of source to target, or a list of
    mappings with those keys. Of a TBX file the first Ukrainian and the first English term of each entry count.

    Raises:
        ReadingError: The file is missing, is none of these, or has a line without a source or target.
    """
    name, suffix = os.fspath(path), Path(path).suffix.lower().lstrip(".")
    if suffix not in FORMATS:
        raise ReadingError(
            name, "is not a glossary", f"Give a file that ends in {', '.join('.' + item for item in FORMATS)}"
        )
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ReadingError(name, f"cannot be read ({error.strerror or error})", "Check the path") from None
    if suffix == "tbx":
        rows = _tbx(data, name)
    elif suffix in ("yaml", "yml"):
        rows = _yaml(decode(data, name)[0], name)
    else:
        rows = _table(decode(data, name)[0], name, "\t" if suffix == "tsv" else None)
    count = 0
    for number, row in rows:
        source, target = (" ".join(str(row.get(key) or "").split()) for key in ("source", "target"))
        if not source or not target:
            missing = "target" if source else "source"
            raise ReadingError(name, f"a term has no {missing}", "Give both, source first", line=number)
        count += 1
        yield Term(source, target, case_sensitive=str(row.get("case") or "").strip().lower() in _TRUE)
    if not count:
        raise ReadingError(name, "holds no terms", "Put a source and a target term on each line")


def _table(text: str, name: str, delimiter: str | None) -> Iterator[tuple[int, Mapping[str, Any]]]:
    lines = text.splitlines()
    if delimiter is None:
        first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
        delimiter = ";" if first.count(";") > first.count(",") else ","  # as spreadsheets in Ukraine save it
    columns: list[str] | None = None
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells) or cells[0].startswith("#"):
                continue
            if columns is None:
                columns = ["source", "target", "case"]
                if _HEADERS & set(map(str.lower, cells)):
                    columns = [_column(cell) for cell in cells]
                    continue
            yield reader.line_num, dict(zip(columns, cells, strict=False))
    except csv.Error as error:
        raise ReadingError(name, f"is not a table ({error})", "Save it again as CSV", line=reader.line_num) from None


def _column(header: str) -> str:
    lower = header.lower()
    if lower in _HEADERS:
        return "source"
    return "target" if lower in ("target", "en", "english", "translation") else lower


def _yaml(text: str, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    import yaml

    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ReadingError(
            name, f"is not YAML ({str(error).splitlines()[0]})", "Check its indentation and quotes"
        ) from None
    if isinstance(found, dict) and isinstance(found.get("terms"), (list, dict)):
        found = found["terms"]
    if isinstance(found, dict):
        found = [{"source": source, "target": target} for source, target in found.items()]
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise ReadingError(name, "is not a list of terms", "Write lines like «закупівля: procurement»")
    yield from enumerate(found, 1)


def _tbx(data: bytes, name: str) -> Iterable[tuple[int, Mapping[str, Any]]]:
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise ReadingError(name, f"is not whole XML ({error})", "Export it again as TBX") from None
    for entry in root.iter("{*}termEntry", "{*}conceptEntry"):
        terms: dict[str, str] = {}
        for language in entry.iter("{*}langSet", "{*}langSec"):
            code = (language.get(_LANG) or "").lower().replace("_", "-").split("-")[0]
            term = next(language.iter("{*}term"), None)
            if term is not None:
                terms.setdefault(code, "".join(term.itertext()))
        if "uk" in terms and "en" in terms:
            line = entry.sourceline
            yield line if isinstance(line, int) else 0, {"source": terms["uk"], "target": terms["en"]}
