"""Every architecture, on tiny checkpoints with their real tokenizer classes: converted, agreed upon by both engines, used."""

from __future__ import annotations

import json
import shutil
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("torch")

from tests.checkpoints import CAUSAL, SEQ2SEQ, build
from toolkit import EngineError, ModelError, Toolkit
from toolkit.engines import Decoding
from toolkit.engines.devices import choose
from toolkit.models import adding, find, load, load_instruct
from toolkit.models.checkpoints import check_checkpoint

TEXTS = ["Уряд ухвалив рішення про новий бюджет.", "Міністр сказав: «Так».", "Ціна зросла на 12,5 % до 300 гривень."]


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    base = tmp_path_factory.mktemp("checkpoints")
    return {name: build(name, base / name) for name in [*SEQ2SEQ, *CAUSAL]}


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("TOOLKIT_MODELS", str(tmp_path / "models"))
    yield tmp_path / "models"


@pytest.mark.parametrize("name", SEQ2SEQ)
def test_both_engines_agree(checkpoints: dict[str, Path], name: str) -> None:
    """float32, greedy: the same tokens."""
    adding.add(checkpoints[name], "tiny", quantization="float32")
    converted, original = load("tiny", workers=1), load(checkpoints[name])
    assert converted.info.architecture == original.info.architecture
    for text in TEXTS:
        found = []
        for model in (converted, original):
            tokens = model.tokenizer.encode(text, "uk")
            decoding = Decoding(beam=1, attention=True, prefix=model.tokenizer.target_prefix)
            ((hypothesis,),) = model.engine.translate([[tokens]], decoding)
            assert hypothesis.attention is not None and len(hypothesis.attention) == len(hypothesis.tokens)
            assert not set(model.tokenizer.target_prefix) & set(hypothesis.tokens[:1])
            # Embeddings that no token belongs to have another name in each engine; padding is dropped by one of them.
            odd = ("<unused", "<extra", "madeup")
            found.append(["?" if token.startswith(odd) else token for token in hypothesis.tokens if token != "<pad>"])
        assert found[0] == found[1]


@pytest.mark.parametrize("name", ["t5", "madlad", "mt5"])
def test_outputs_are_scaled_as_the_checkpoint_says(checkpoints: dict[str, Path], name: str) -> None:
    """Greedy search does not notice the scale of the outputs; log-probabilities, and so beam search, do."""
    adding.add(checkpoints[name], "tiny", quantization="float32")
    scores = []
    for model in (load("tiny", workers=1), load(checkpoints[name])):
        tokens = model.tokenizer.encode(TEXTS[1], "uk")
        ((hypothesis,),) = model.engine.translate([[tokens]], Decoding(beam=3, prefix=model.tokenizer.target_prefix))
        scores.append(hypothesis.score)
    assert scores[0] == pytest.approx(scores[1], rel=0.01)


@pytest.mark.filterwarnings("ignore:Recommended")
@pytest.mark.parametrize("name", SEQ2SEQ)
def test_tokens_are_those_of_the_real_tokenizer(checkpoints: dict[str, Path], name: str) -> None:
    import transformers

    model = load(checkpoints[name])
    real = transformers.AutoTokenizer.from_pretrained(checkpoints[name])
    frame = {"nllb": ("ukr_Cyrl", ""), "m2m_100": ("__uk__", ""), "marian-many": (">>eng<<", ""),
             "t5": ("", "translate Ukrainian to English: "), "madlad": ("<2en>", "")}  # fmt: skip
    before, words = frame.get(name, ("", ""))
    for text in TEXTS:
        pieces = real.tokenize((f"{before} " if name == "madlad" else "") + words + text)
        framed = pieces if name == "madlad" or not before else [before, *pieces]
        assert model.tokenizer.encode(text, "uk") == [*framed, "</s>"]
        assert model.tokenizer.encode_all([text], "uk") == [model.tokenizer.encode(text, "uk")]


@pytest.mark.parametrize(("name", "tokens"), [
    ("nllb", {"uk": "ukr_Cyrl", "ru": "rus_Cyrl", "be": "bel_Cyrl"}), ("m2m_100", {"uk": "__uk__", "ru": "__ru__", "be": "__be__"}),
])  # fmt: skip
def test_the_language_of_each_paragraph_is_told(
    checkpoints: dict[str, Path], name: str, tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tk = Toolkit(checkpoints[name], quality="fast")
    seen: list[str] = []
    engine = type(load(checkpoints[name]).engine)
    translate = engine.translate

    def watched(self, batches, decoding):  # type: ignore[no-untyped-def]
        for batch in batches:
            seen.extend(row[0] for row in batch)
            yield from translate(self, [batch], decoding)

    monkeypatch.setattr(engine, "translate", watched)
    text = ("Уряд України ухвалив рішення про новий бюджет країни.\n\nПравительство объявило, что эти решения были приняты.\n\n"
            "Урад Беларусі прыняў рашэнне аб новым бюджэце краіны ў гэтым годзе.")  # fmt: skip
    found = tk.translate(text)
    assert [item.source.language for item in found.sentences] == ["uk", "ru", "be"]
    assert set(seen) == set(tokens.values())
    assert all("language-not-supported" not in item.warnings for item in found.sentences)


@pytest.mark.parametrize("name", CAUSAL)
def test_instruct_models_agree_stream_and_stop(checkpoints: dict[str, Path], name: str) -> None:
    adding.add(checkpoints[name], "tiny", quantization="float32")
    engines = [load_instruct("tiny"), load_instruct(checkpoints[name])]
    assert [find("tiny").is_instruct, find("tiny").positions] == [True, 512]
    for text in TEXTS:
        answers = [engine.generate(text, max_tokens=24) for engine in engines]
        assert answers[0] == answers[1] and answers[0].tokens <= 24
        assert engines[0].generate(text, max_tokens=24) == answers[0]
    for engine in engines:
        whole = engine.generate(TEXTS[0], max_tokens=24).text
        assert "".join(engine.stream(TEXTS[0], max_tokens=24)).strip() == whole
        stop = whole[5:8]
        cut = engine.generate(TEXTS[0], max_tokens=24, stop=[stop])
        assert cut.ending == "stop" and whole.startswith(cut.text) and stop not in cut.text
        assert engine.generate(TEXTS[0], max_tokens=400, seconds=0).ending in ("timeout", "stop")
        stream = engine.stream(TEXTS[0], max_tokens=400)
        next(stream)
        stream.close()  # type: ignore[attr-defined]
        with pytest.raises(EngineError, match="too long"):
            engine.generate("слово " * 600)
        # What a prompt spells does not end its turn.
        end = engine._tokenizer.convert_tokens_to_ids("<|im_end|>")
        assert engine._encode("a <|im_end|> b").count(end) == engine._encode("a b").count(end)


def test_models_are_used_for_what_they_are(checkpoints: dict[str, Path]) -> None:
    with pytest.raises(ModelError, match="is an instruct model"):
        load(checkpoints["qwen3"])
    with pytest.raises(ModelError, match="is no instruct model"):
        load_instruct(checkpoints["nllb"])
    with pytest.raises(ModelError, match="does not translate"):
        Toolkit(checkpoints["mt5"]).translate("Слово.")
    with pytest.raises(ModelError, match="does not summarise"):
        Toolkit(summarizer=checkpoints["nllb"]).summarize("Суд оштрафував мера.")
    summary = Toolkit(summarizer=checkpoints["mt5"]).summarize("Суд оштрафував мера. Міст відкриють у травні.")
    assert (
        summary.claims == () and "abstractive-" in summary.signature
    )  # it has learned nothing; nothing of it is shown


def damaged(folder: Path, change: Callable[[Path], object]) -> Path:
    change(folder)
    return folder


def _link(folder: Path) -> None:
    (folder / "vocab.json").unlink()
    (folder / "vocab.json").symlink_to("/etc/hostname")


def _declare(folder: Path) -> None:
    """A tensor of a terabyte in a file of some kilobytes."""
    header = json.dumps({"x": {"dtype": "F32", "shape": [10**6, 250_000], "data_offsets": [0, 10**12]}}).encode()
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + b"\0" * 1000)


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "pickle": (lambda f: (f / "model.safetensors").rename(f / "pytorch_model.bin"), "as a pickle"),
    "link": (_link, "leads out of the folder"),
    "huge": (_declare, "is cut off"),
    "lying": (
        lambda f: (f / "model.safetensors").write_bytes(
            (h := json.dumps({"x": {"dtype": "F32", "shape": [9], "data_offsets": [0, 4]}}).encode()) and
            struct.pack("<Q", len(h)) + h + b"\0" * 4
        ), "declares another size",
    ),
    "header": (lambda f: (f / "model.safetensors").write_bytes(struct.pack("<Q", 20) + b"{" * 20), "header cannot be read"),
    "length": (lambda f: (f / "model.safetensors").write_bytes(b"\xff" * 100), "longer than the file"),
    "empty": (lambda f: (f / "model.safetensors").write_bytes(b""), "longer than the file"),
    "cut": (lambda f: (f / "model.safetensors").write_bytes((f / "model.safetensors").read_bytes()[:-100]), "is cut off"),
    "tokenizer": (lambda f: (f / "tokenizer_config.json").write_text("no json"), "tokenizer_config.json is damaged"),
    "list": (lambda f: (f / "config.json").write_text("[]"), "holds no object"),
    "type": (lambda f: (f / "config.json").write_text('{"model_type": "bert"}'), "of the type bert"),
    "no pieces": (lambda f: (f / "source.spm").unlink(), "has no source.spm"),
    "no weights": (lambda f: (f / "model.safetensors").unlink(), "has no model.safetensors"),
    "shards": (
        lambda f: ((f / "model.safetensors").rename(f / "model-00001-of-00002.safetensors"),
                   (f / "model.safetensors.index.json").write_text('{"weight_map": {"a": "model-00002-of-00002.safetensors"}}')),
        "has no model-00002",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_bad_checkpoints(checkpoints: dict[str, Path], tmp_path: Path, kind: str, store: Path) -> None:
    change, problem = BAD[kind]
    folder = tmp_path / "bad"
    shutil.copytree(checkpoints["marian"], folder)
    change(folder)
    with pytest.raises(ModelError, match=problem):
        adding.add(folder, "bad")
    with pytest.raises(ModelError):
        load(folder)  # as --model DIR does
    assert not store.exists() or not [path for path in store.iterdir() if not path.name.startswith(".")]


@pytest.mark.parametrize("code", ["auto_map", "modeling.py"])
def test_code_in_a_checkpoint_is_never_run(checkpoints: dict[str, Path], tmp_path: Path, code: str) -> None:
    folder = tmp_path / "sly"
    shutil.copytree(checkpoints["qwen3"], folder)
    witness = tmp_path / "executed"
    (folder / "modeling.py").write_text(f"open({str(witness)!r}, 'w').close()\nclass Model: pass\nclass Tok: pass\n")
    for file, key in (("config.json", "AutoModelForCausalLM"), ("tokenizer_config.json", "AutoTokenizer")):
        found = json.loads((folder / file).read_text())
        kind = "modeling.Tok" if key == "AutoTokenizer" else "modeling.Model"
        (folder / file).write_text(
            json.dumps({**found, "auto_map": {key: [kind, None] if key == "AutoTokenizer" else kind}})
        )
    try:
        load_instruct(folder).generate("Слово", max_tokens=2)
        adding.add(folder, "sly")
    except ModelError:
        pass  # refusing it is as good
    assert not witness.exists()


def test_a_chat_template_cannot_do_anything(checkpoints: dict[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "sly"
    shutil.copytree(checkpoints["qwen3"], folder)
    found = json.loads((folder / "tokenizer_config.json").read_text())
    for template, problem in (
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "chat template fails"),
        ("{{ raise_exception('no') }}", "chat template fails"),
        ("hello", "leaves the prompt out"),
    ):
        (folder / "tokenizer_config.json").write_text(json.dumps({**found, "chat_template": template}))
        with pytest.raises(ModelError, match=problem):
            adding.add(folder, "sly")
    found.pop("chat_template")
    (folder / "tokenizer_config.json").write_text(json.dumps(found))
    with pytest.raises(ModelError, match="no chat template"):
        adding.add(folder, "sly")


def test_sharded_weights_are_taken(checkpoints: dict[str, Path], tmp_path: Path) -> None:
    import transformers

    model = transformers.AutoModelForCausalLM.from_pretrained(checkpoints["qwen3"])
    folder = tmp_path / "sharded"
    shutil.copytree(checkpoints["qwen3"], folder)
    (folder / "model.safetensors").unlink()
    model.save_pretrained(folder, max_shard_size="40KB")
    assert len(list(folder.glob("model-*.safetensors"))) > 1 and check_checkpoint(folder) == "qwen3"
    adding.add(folder, "sharded", quantization="float32")
    adding.add(checkpoints["qwen3"], "whole", quantization="float32")
    assert (
        load_instruct("sharded").generate("Слово", max_tokens=9).text
        == load_instruct("whole").generate("Слово", max_tokens=9).text
    )


def test_devices() -> None:
    for layout in ("ctranslate2", "transformers"):
        assert choose(layout).device == "cpu" and "cpu" in choose(layout).reason
        assert choose(layout, "auto").device in ("cpu", "cuda", "mps")
        with pytest.raises(EngineError, match="none of"):
            choose(layout, "tpu")
    assert choose("ctranslate2", "cpu", "int8").compute_type == "int8"
    with pytest.raises(EngineError, match="does not support"):
        choose("ctranslate2", "cpu", "int3")
    with pytest.raises(EngineError, match="float32"):
        choose("transformers", "cpu", "int8")
    with pytest.raises(EngineError, match="mps"):
        choose("ctranslate2", "mps")
