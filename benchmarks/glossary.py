"""Names and terms with and without the glossary, on marked sentences of the corpus.

python -m benchmarks.glossary --data ../shared/data/written

``data/marks.tsv`` marks 261 sentences by file and line: a name of the built-in list, a person, or a term of ``data/terms.tsv``,
and what its English is to be (candidates were found by rule in source and reference, and read through by hand). A mark is right if
the translation contains that wording. An edit is a place where the aided translation differs from the unaided one; it is right if
the reference contains what was put there. The corpus is what the embedded model was trained on, so that the unaided figures
flatter it.
"""

from __future__ import annotations

import argparse
import difflib
from collections import Counter
from pathlib import Path

import toolkit
from toolkit.placement import Word, occurrences

HERE = Path(__file__).parent / "data"


def sentences(data: Path) -> list[tuple[str, str, str, str]]:
    """Kind of mark, expected wording, source and reference of each marked sentence."""
    found = []
    for row in (HERE / "marks.tsv").read_text("utf-8").splitlines():
        if not row.startswith("#"):
            name, line, kind, _, expected, _ = row.split("\t")
            source, reference = (data / name).read_text("utf-8").split("\n")[int(line) - 1].split("\t")
            found.append((kind, expected, source, reference))
    return found


def words(text: str) -> list[Word]:
    """The words of a text."""
    return [Word(word, 0, 0) for word in text.split()]


def edits(before: str, after: str) -> list[str]:
    """What stands in ``after`` where it differs from ``before``."""
    one, two = before.split(), after.split()
    return [
        " ".join(Word(word, 0, 0).core for word in two[start:end])
        for tag, _, _, start, end in difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
        if tag != "equal"
    ]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", default="uk-en-small")
    parser.add_argument("--show", action="store_true", help="print every wrong edit and every mark that was missed")
    options = parser.parse_args()
    marked = sentences(options.data)
    texts = [source for _, _, source, _ in marked]
    plain = toolkit.Toolkit(options.model, names=False)
    aided = toolkit.Toolkit(options.model, glossary=HERE / "terms.tsv")
    named = toolkit.Toolkit(options.model)
    outputs = [[item.text for item in t.translate_many(texts)] for t in (plain, aided)]
    names_only = [item.text for item in named.translate_many(texts)]
    total: Counter[str] = Counter()
    right: dict[str, Counter[str]] = {"unaided": Counter(), "aided": Counter()}
    made = good = 0
    for (kind, expected, source, reference), before, after in zip(marked, *outputs, strict=True):
        total[kind] += 1
        for name, text in (("unaided", before), ("aided", after)):
            right[name][kind] += bool(occurrences(words(text), expected))
        if options.show and not occurrences(words(after), expected):
            print(f"missed {expected}\n  {source}\n  {after}")
        for edit in edits(before, after):
            made += 1
            if occurrences(words(reference), edit):
                good += 1
            elif options.show:
                print(f"wrong {edit}\n  {source}\n  {before}\n  {after}\n  {reference}")
    print(f"{'':10} {'marks':>6} {'unaided':>8} {'aided':>8}")
    for kind in total:
        print(
            f"{kind:10} {total[kind]:6} {right['unaided'][kind] / total[kind]:8.1%} {right['aided'][kind] / total[kind]:8.1%}"
        )
    count = sum(total.values())
    sums = [sum(right[name].values()) / count for name in ("unaided", "aided")]
    print(f"{'all':10} {count:6} {sums[0]:8.1%} {sums[1]:8.1%}")
    print(f"edits: {made}, right: {good} ({good / max(1, made):.1%})")
    by_names = [
        bool(occurrences(words(reference), edit))
        for (_, _, _, reference), before, after in zip(marked, outputs[0], names_only, strict=True)
        for edit in edits(before, after)
    ]
    print(
        f"of names alone, as by default: {len(by_names)}, right: {sum(by_names)} ({sum(by_names) / max(1, len(by_names)):.1%})"
    )


if __name__ == "__main__":
    main()
