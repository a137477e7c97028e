"""A trained checkpoint to the files that ship: CTranslate2 int8, checked against the checkpoint, with card and scores.

    python -m training.export build/training/news/hf --name uk-en-small --eval ../shared/eval -o toolkit/models/uk-en-small

The folder is replaced only when everything has been checked.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from toolkit.coverage import FILE as LEXICON
from toolkit.engines import Decoding, Engine
from toolkit.engines.ctranslate2_engine import CTranslate2Engine
from toolkit.engines.transformers_engine import TransformersEngine
from toolkit.models import Model, load
from toolkit.models.conversion import complete_checkpoint, convert
from toolkit.models.tokenizer import Tokenizer
from toolkit.normalisation import normalise
from toolkit.planning import plan

from .evaluate import read_set, score, translate

LENGTH_PENALTIES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.5)
#: BLEU; far inside the 95 % bootstrap interval on a set of a thousand sentences.
TIE = 0.1
#: Sentences that both engines are compared on where no evaluation set is given.
PROBES = (
    "Уряд ухвалив рішення про новий бюджет.",
    "Президент зустрівся з міністром у Києві.",
    "Це коштує 12,5 млн гривень.",
)


def outputs(engine: Engine, tokenizer: Tokenizer, texts: Sequence[str]) -> list[str]:
    """Greedy translations."""
    tokens = tokenizer.encode_all([normalise(text) for text in texts])
    batches = list(plan([len(row) for row in tokens]))
    found = [""] * len(texts)
    for batch, hypotheses in zip(
        batches, engine.translate(([tokens[i] for i in batch] for batch in batches), Decoding(beam=1)), strict=True
    ):
        for index, hypothesis in zip(batch, hypotheses, strict=True):
            found[index] = tokenizer.decode(hypothesis.tokens)
    return found


def agreement(checkpoint: Path, texts: Sequence[str], scratch: Path) -> float:
    """Share of texts that both engines translate alike (float32, greedy)."""
    converted = convert(checkpoint, scratch / "float32", quantization="float32")
    tokenizer = Tokenizer(converted)
    one = outputs(TransformersEngine(checkpoint), tokenizer, texts)
    other = outputs(CTranslate2Engine(converted, compute_type="float32"), tokenizer, texts)
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(texts)


def tuned_length_penalty(model: Model, sources: Sequence[str], references: Sequence[str]) -> float:
    """The length penalty with the best BLEU at beam 4; of those as good as it, the one nearest to 1.

    As good is whatever lies within :data:`TIE`: BLEU hardly tells apart what lies between 0 and 1, but low penalties
    make short hypotheses, which leave out more (chrF falls with them).
    """
    found = {
        value: float(score(translate(model, list(sources), 4, value), list(references))["bleu"])
        for value in LENGTH_PENALTIES
    }
    print(", ".join(f"length penalty {value}: BLEU {bleu:.2f}" for value, bleu in found.items()))
    return chosen_length_penalty(found)


def chosen_length_penalty(found: Mapping[float, float]) -> float:
    """Of BLEU by length penalty: the penalty nearest to 1 among those within :data:`TIE` of the best."""
    best = max(found.values())
    return min((value for value in found if best - found[value] <= TIE), key=lambda value: abs(value - 1))


def export(
    checkpoint: Path,
    folder: Path,
    *,
    name: str,
    evaluation: Path | None = None,
    lexicon: Path | None = None,
    least: float = 0.98,
) -> dict[str, object]:
    """Writes the folder; returns what its ``model.json`` holds.

    Args:
        checkpoint: In Hugging Face layout.
        folder: To write, or to replace.
        name: Of the model.
        evaluation: Folder of test sets to measure on.
        lexicon: What :mod:`training.lexicon` made, to go with it; by default that of the folder replaced, if it has one.
        least: Share of sentences that both engines must translate alike.

    Raises:
        SystemExit: The engines do not agree.
    """
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(temporary)
        complete = complete_checkpoint(checkpoint, scratch / "hf")
        sets = sorted(evaluation.glob("*.tsv")) if evaluation else []
        sets = [path for path in sets if not path.stem.startswith("language")]
        probes = read_set(sets[0])[1][:200] if sets else list(PROBES)
        alike = agreement(complete, probes, scratch)
        if alike < least:
            raise SystemExit(f"export: the engines agree on {alike:.1%} of {len(probes)} sentences only")
        built = convert(complete, scratch / "int8")
        kept = lexicon or folder / LEXICON
        if lexicon is not None or kept.is_file():
            shutil.copyfile(kept, built / LEXICON)
        config = json.loads((complete / "config.json").read_text("utf-8"))
        described: dict[str, object] = {
            "name": name,
            "revision": hashlib.sha256((built / "model.bin").read_bytes()).hexdigest()[:10],
            "layout": "ctranslate2",
            "source_languages": ["uk"],
            "target_language": "en",
            "license": "Apache-2.0",
            "parameters": _parameters(complete),
            "shape": f"Marian, {config['encoder_layers']}+{config['decoder_layers']} layers of {config['d_model']}",
            "max_tokens": 100,
            "length_penalty": 1.0,
            "engines_agree": round(alike, 4),
            "scores": {},
        }
        (built / "model.json").write_text(json.dumps(described), "utf-8")
        model = load(built)
        penalty = 1.0
        tuning = next((path for path in sets if path.stem == "ntrex_dev"), None)
        if tuning is not None:
            described["length_penalty"] = penalty = tuned_length_penalty(model, *read_set(tuning)[1:])
            (built / "model.json").write_text(json.dumps(described), "utf-8")
        scores = {}
        for path in sets:
            _, sources, references = read_set(path)
            found = score(translate(model, sources, 4, penalty), references)
            scores[path.stem] = {metric: float(found[metric]) for metric in ("bleu", "chrf")}
        described["scores"] = scores
        (built / "model.json").write_text(json.dumps(described, indent=2) + "\n", "utf-8")
        (built / "README.md").write_text(card(described), "utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        shutil.copytree(built, folder)
    return described


def _parameters(checkpoint: Path) -> int:
    from safetensors import safe_open

    total = 0
    with safe_open(checkpoint / "model.safetensors", "pt") as file:
        for key in file.keys():  # noqa: SIM118 - not a dict
            if "embed_positions" not in key and key != "final_logits_bias":
                size = 1
                for dimension in file.get_slice(key).get_shape():
                    size *= dimension
                total += size
    return total


def card(described: dict[str, object]) -> str:
    """The model card."""
    scores = described["scores"]
    assert isinstance(scores, dict)
    rows = "\n".join(f"| {name} | {value['bleu']:.1f} | {value['chrf']:.1f} |" for name, value in scores.items())
    return f"""# {described["name"]}

A small Ukrainian-to-English transformer ({described["shape"]}, {int(str(described["parameters"])) / 1e6:.1f} million
parameters), in CTranslate2 int8. Trained from scratch by `training/` of this project; revision `{described["revision"]}`.

| test set | BLEU | chrF |
| --- | --- | --- |
{rows}

Measured through this int8 model, beam 4, by `python -m training.evaluate --data DIR --intervals` (sacreBLEU; it prints the
signatures). Of the four hypotheses of the beam, `lexicon.tsv` chooses the one that leaves out less of the source. The float32
engine and the Transformers checkpoint give the same greedy output on
{float(str(described["engines_agree"])):.1%} of the sentences compared.

Trained on news written for this project and on documentation, talks, speeches and stories from public repositories; nothing of
NTREX, FLORES or WMT. It is small: expect mistakes, above all in names, in long sentences, and in who does what to whom where
only the cases tell it, and check what matters against the original, which every output of the toolkit keeps beside it.

Licence: {described["license"]}.
"""


def main() -> None:
    """Exports a checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path, help="a Marian checkpoint in Hugging Face layout")
    parser.add_argument("--name", default="uk-en-small")
    parser.add_argument("--eval", type=Path, dest="evaluation", help="folder of test sets to measure on")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument(
        "--lexicon", type=Path, help=f"{LEXICON} to go with it (default: that of the folder replaced, if it has one)"
    )
    options = parser.parse_args()
    described = export(
        options.checkpoint, options.output, name=options.name, evaluation=options.evaluation, lexicon=options.lexicon
    )
    print(json.dumps(described, indent=2))


if __name__ == "__main__":
    main()
