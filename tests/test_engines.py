"""The engines on the real model: one sentence, one answer, whatever else is in flight; and both engines agree."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.conftest import SEEDS
from toolkit import EngineError, ModelError
from toolkit.engines import Decoding, Engine
from toolkit.engines.ctranslate2_engine import CTranslate2Engine
from toolkit.models import find, installed, load
from toolkit.models.tokenizer import Tokenizer
from toolkit.normalisation import normalise
from toolkit.parsing import parse
from toolkit.planning import plan
from toolkit.reading import read


@pytest.fixture(scope="module")
def sources() -> list[list[str]]:
    tokenizer = Tokenizer(find().path)
    texts = [normalise(s.text) for path in sorted(SEEDS.iterdir()) for d in read(path) for s in parse(d).sentences]
    return tokenizer.encode_all(texts)


@pytest.mark.parametrize("beam", [1, 4])
def test_a_sentence_is_translated_alike_in_any_company(sources: list[list[str]], beam: int) -> None:
    engine = load().engine
    decoding = Decoding(beam=beam)
    alone = [next(engine.translate([[tokens]], decoding))[0] for tokens in sources]
    rng = random.Random(3)
    for size in (3, 17, 64):
        order = rng.sample(range(len(sources)), len(sources))
        batches = list(plan([len(sources[index]) for index in order], max_rows=size))
        outputs = engine.translate(([sources[order[index]] for index in batch] for batch in batches), decoding)
        for batch, hypotheses in zip(batches, outputs, strict=True):
            for index, hypothesis in zip(batch, hypotheses, strict=True):
                assert hypothesis == alone[order[index]]  # tokens and score, to the last bit


def test_batches_hold_one_length_and_every_sequence_once() -> None:
    rng = random.Random(5)
    lengths = [rng.randrange(1, 90) for _ in range(3000)] + [5000]
    batches = list(plan(lengths, budget=600, max_rows=40))
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len({lengths[index] for index in batch}) == 1
        assert len(batch) <= 40 and (len(batch) * lengths[batch[0]] <= 600 or len(batch) == 1)


def test_attention_points_at_the_source(sources: list[list[str]]) -> None:
    (hypothesis,) = next(load().engine.translate([[sources[0]]], Decoding(attention=True)))
    assert hypothesis.attention is not None
    assert len(hypothesis.attention) == len(hypothesis.tokens)
    for row in hypothesis.attention:
        assert len(row) == len(sources[0])
        assert sum(row) == pytest.approx(1, abs=0.02)


def test_empty_batches_and_long_input() -> None:
    engine = load().engine
    assert list(engine.translate([[], []], Decoding())) == [[], []]
    long = Tokenizer(find().path).encode("слово " * 450)
    assert 450 < len(long) < 512
    (hypothesis,) = next(engine.translate([[long]], Decoding(beam=1, attention=True)))
    assert hypothesis.attention is not None and len(hypothesis.attention[0]) == len(long)  # nothing was cut
    with pytest.raises(EngineError, match="longer than the 512"):
        next(engine.translate([[long * 2]], Decoding()))


def test_models_are_shared_in_a_process() -> None:
    assert load() is load(find().path)
    assert installed()[0].name == "uk-en-small"


def test_embedded_model_is_small() -> None:
    assert find().bytes_on_disk < 45_000_000


def test_bad_models(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not installed"):
        load("nonesuch")
    with pytest.raises(ModelError, match="neither"):
        load(tmp_path)
    folder = tmp_path / "m"
    shutil.copytree(find().path, folder)
    (folder / "model.bin").write_bytes((folder / "model.bin").read_bytes()[:1000])
    with pytest.raises(ModelError, match="cannot be loaded"):
        load(folder)
    (folder / "model.json").write_text("{")
    with pytest.raises(ModelError, match=r"model\.json"):
        load(folder)
    (folder / "model.json").unlink()
    (folder / "source.spm").write_bytes(b"junk")
    with pytest.raises(ModelError):
        load(folder)
    with pytest.raises(EngineError):
        CTranslate2Engine(find().path, compute_type="float8")


def test_both_engines_agree(shared: Path, tmp_path: Path) -> None:
    """float32, greedy: the same text on at least 98 % of the sentences of ntrex_dev."""
    pytest.importorskip("torch")
    from toolkit.engines.transformers_engine import TransformersEngine
    from toolkit.models.conversion import complete_checkpoint, convert

    checkpoint = complete_checkpoint(shared / "models/uk-en-small-v0", tmp_path / "hf")
    converted = convert(checkpoint, tmp_path / "ct2", quantization="float32")
    tokenizer = Tokenizer(converted)
    lines = [line.split("\t")[1] for line in (shared / "eval/ntrex_dev.tsv").read_text("utf-8").splitlines()]
    tokens = tokenizer.encode_all([normalise(line) for line in lines])
    batches = list(plan([len(row) for row in tokens]))
    texts = []
    engines: tuple[Engine, ...] = (TransformersEngine(checkpoint), CTranslate2Engine(converted, compute_type="float32"))
    for engine in engines:
        found = [""] * len(tokens)
        outputs = engine.translate(([tokens[index] for index in batch] for batch in batches), Decoding(beam=1))
        for batch, hypotheses in zip(batches, outputs, strict=True):
            for index, hypothesis in zip(batch, hypotheses, strict=True):
                found[index] = tokenizer.decode(hypothesis.tokens)
        texts.append(found)
    same = sum(one == other for one, other in zip(*texts, strict=True))
    assert same / len(tokens) >= 0.98, f"{same} of {len(tokens)}"
