"""The lexicon that picks, of several hypotheses, the one that covers more of its source."""

import random
import shutil
from pathlib import Path

import pytest

from toolkit import Toolkit
from toolkit.coverage import FILE, Lexicon, stems
from toolkit.engines import Decoding
from toolkit.errors import ModelError
from toolkit.models import load
from toolkit.translation import Translator
from toolkit.types import Sentence, Span
from training.lexicon import chosen, table

LINES = "кіт\tcat 900\tcats 50\nсобака\tdog 950\nспить\tsleeps 500\tsleeping 300\n"


def lexicon(folder: Path, text: str = LINES) -> Lexicon:
    path = folder / FILE
    path.write_text(text, "utf-8")
    return Lexicon(path)


def test_stems_are_the_beginnings_of_words() -> None:
    assert stems("Комп’ютери не сплять, 25 котів!") == ["комп'ю", "не", "сплять", "котів"]


def test_the_hypothesis_that_says_more_wins_unless_it_is_much_less_likely(tmp_path: Path) -> None:
    found = lexicon(tmp_path)
    assert found.best("Кіт і собака", [("A cat", -0.5), ("A cat and a dog", -0.6)]) == 1
    assert found.best("Кіт і собака", [("A cat", -0.5), ("A cat and a dog", -9.0)]) == 0
    assert found.best("Кіт", [("A cat", -0.5), ("The cat", -0.5)]) == 0  # the first of equals
    assert found.best("Кіт", [("", -0.5)]) == 0


def test_words_that_it_does_not_know_do_not_count(tmp_path: Path) -> None:
    found = lexicon(tmp_path)
    assert found.coverage("Зеленський", "anything") == 0
    assert found.coverage("Кіт Зеленського", "The cat") == pytest.approx(found.coverage("Кіт", "cat"))
    assert found.coverage("Кіт", "cat") > found.coverage("Кіт", "cats") > found.coverage("Кіт", "dog")


@pytest.mark.parametrize("text", ["кіт\n", "кіт\tcat\n", "кіт\tcat much\n", "кіт\tcat 0\n", "кіт\tcat 1001\n"])
def test_a_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(ModelError, match="damaged"):
        lexicon(tmp_path, text).coverage("Кіт", "cat")


def test_one_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ModelError, match=r"lexicon\.tsv.*damaged"):
        Lexicon(tmp_path / FILE)


def test_it_is_learned_from_pairs() -> None:
    rows = [("written", f"{one} {two}", f"{three} {four}")
            for one, three in (("кіт", "cat"), ("собака", "dog"), ("кінь", "horse"))
            for two, four in (("спить", "sleeps"), ("їсть", "eats"), ("біжить", "runs"))]  # fmt: skip
    learned = dict(table(chosen(rows, random.Random(0))))
    assert {word: row[0][0] for word, row in learned.items()} == {
        "кіт": "cat", "собака": "dog", "кінь": "horse", "спить": "sleeps", "їсть": "eats", "біжить": "runs",
    }  # fmt: skip


def test_the_engine_returns_as_many_hypotheses_as_are_asked_for() -> None:
    model = load()
    tokens = model.tokenizer.encode("Уряд ухвалив рішення про новий бюджет.")
    (found,) = next(iter(model.engine.translate([[tokens]], Decoding(beam=4, hypotheses=9, attention=True))))
    assert len({found.tokens, *(other.tokens for other in found.others)}) == 4
    assert [found.score, *(other.score for other in found.others)] == sorted(
        [found.score, *(other.score for other in found.others)], reverse=True
    )
    for one in (found, *found.others):
        assert one.attention is not None and len(one.attention) >= len(one.tokens)
    (alone,) = next(iter(model.engine.translate([[tokens]], Decoding(beam=4))))
    assert alone.others == ()


def test_a_lexicon_in_the_folder_of_a_model_is_used_and_is_part_of_the_signatures(tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(load().info.path, own, ignore=shutil.ignore_patterns(FILE))
    without = Toolkit(own, memory=False).signature
    assert load(own).lexicon is None and "lexicon" not in without
    other = tmp_path / "other"
    shutil.copytree(own, other)
    (other / FILE).write_text(LINES, "utf-8")
    model = load(other)
    assert model.lexicon is not None
    # the one that batches go by, which is known without loading the model, and that of the translations
    found = Toolkit(other, memory=False)
    assert model.lexicon.signature in found.signature and model.lexicon.signature in Translator(model).signature
    (other / FILE).write_text(LINES * 2, "utf-8")
    assert model.lexicon.signature not in Toolkit(other, memory=False).signature


def test_the_embedded_model_is_judged_by_its_lexicon(monkeypatch: pytest.MonkeyPatch) -> None:
    model = load()
    assert model.lexicon is not None and model.lexicon.signature in Translator(model).signature
    text = "Кіт спить."
    sentence = (Sentence(1, Span(0, len(text)), text, 1, "uk"), "text/plain")
    (before,) = Translator(model).translate_sentences([sentence])
    monkeypatch.setattr(Lexicon, "best", lambda self, source, hypotheses: len(hypotheses) - 1)
    (after,) = Translator(model).translate_sentences([sentence])
    assert before.text != after.text
