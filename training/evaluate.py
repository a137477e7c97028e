"""BLEU and chrF of a model through the engine that ships, with sacreBLEU's signatures and confidence intervals.

    python -m training.evaluate --data ../shared/eval [--model NAME|DIR] [--beam 4] [--length-penalty 1.0] [--by-domain] [--names]
        [--likeliest]

Test sets are TSV files whose last two columns are source and reference; the first of three is a document id whose part before
the dot or digit names the domain. ``--json`` prints what ``model.json`` holds.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import sacrebleu

from toolkit.glossary_files import load_glossary
from toolkit.models import Model, load
from toolkit.translation import Translator
from toolkit.types import Sentence, Span


def read_set(path: Path) -> tuple[list[str], list[str], list[str]]:
    """Domains, sources and references of a test set."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    domains = [re.split(r"[.\d]", row[0])[0] if len(row) > 2 else "all" for row in rows]
    return domains, [row[-2] for row in rows], [row[-1] for row in rows]


def translate(
    model: Model, sources: Sequence[str], beam: int, length_penalty: float | None, *, names: bool = False
) -> list[str]:
    """Translations of single sentences, as the toolkit makes them (repair included; the check of names if wanted)."""
    glossary = load_glossary(None) if names else None
    translator = Translator(model, beam=beam, length_penalty=length_penalty, glossary=glossary)
    sentences = [(Sentence(n, Span(0, len(text)), text, n, "uk"), "text/plain") for n, text in enumerate(sources, 1)]
    return [item.text for item in translator.translate_sentences(sentences)]


def score(hypotheses: Sequence[str], references: Sequence[str], *, intervals: bool = False) -> dict[str, float | str]:
    """BLEU and chrF with their signatures; 95 % bootstrap intervals when asked for."""
    found: dict[str, float | str] = {}
    for name, metric in (("bleu", sacrebleu.BLEU(trg_lang="en")), ("chrf", sacrebleu.CHRF())):
        result = metric.corpus_score(list(hypotheses), [list(references)], n_bootstrap=1000 if intervals else 1)
        found[name] = round(result.score, 2)
        if intervals:
            found[f"{name}_interval"] = round(float(getattr(result, "_ci", 0.0)), 2)
        found[f"{name}_signature"] = str(metric.get_signature())
    return found


def main() -> None:
    """Prints a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a TSV file, or a folder of them")
    parser.add_argument("--model", default="uk-en-small")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--length-penalty", type=float)
    parser.add_argument(
        "--names", action="store_true", help="with the check of names, as the toolkit has it by default"
    )
    parser.add_argument(
        "--likeliest", action="store_true", help="the likeliest hypothesis of the beam, without the model's lexicon"
    )
    parser.add_argument("--by-domain", action="store_true")
    parser.add_argument("--intervals", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N translations")
    options = parser.parse_args()
    model = load(options.model)
    if options.likeliest:
        model = replace(model, lexicon=None)
    paths = [options.data] if options.data.is_file() else sorted(options.data.glob("*.tsv"))
    results: dict[str, dict[str, float]] = {}
    for path in paths:
        if path.stem.startswith("language"):
            continue
        domains, sources, references = read_set(path)
        hypotheses = translate(model, sources, options.beam, options.length_penalty, names=options.names)
        whole = score(hypotheses, references, intervals=options.intervals)
        results[path.stem] = {name: float(whole[name]) for name in ("bleu", "chrf")}
        if options.json:
            continue
        spread = f" (± {whole['bleu_interval']} / {whole['chrf_interval']})" if options.intervals else ""
        print(f"{path.stem}: BLEU {whole['bleu']} chrF {whole['chrf']}{spread}, {len(sources)} sentences")
        print(f"  {whole['bleu_signature']}\n  {whole['chrf_signature']}")
        if options.by_domain and len(set(domains)) > 1:
            groups: dict[str, list[int]] = defaultdict(list)
            for index, domain in enumerate(domains):
                groups[domain].append(index)
            for domain, indices in sorted(groups.items(), key=lambda item: -len(item[1])):
                part = score([hypotheses[i] for i in indices], [references[i] for i in indices])
                print(f"  {domain}: BLEU {part['bleu']} chrF {part['chrf']}, {len(indices)} sentences")
        for index in (
            range(0, len(sources), max(1, len(sources) // options.show))[: options.show] if options.show else []
        ):
            print(f"  {sources[index]}\n  > {hypotheses[index]}\n  = {references[index]}")
    if options.json:
        print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
