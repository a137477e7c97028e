"""Summaries of real articles with the real model: structure, offsets and honesty, not wording."""

from __future__ import annotations

import io
import json
import random
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests import files
from tests.conftest import ROOT, SEEDS
from toolkit import EngineError, Summary, Toolkit
from toolkit.parsing import parse
from toolkit.reading import read_text
from toolkit.summarization import summarize
from toolkit.summary_rendering import FORMATS, render_summary
from toolkit.types import TranslatedSentence, Translation
from toolkit.writers import command_writer


def check(summary: Summary) -> None:
    """What holds of every summary."""
    for claim in summary.claims:
        assert claim.citations and claim.text
        assert claim.support in ("supported", "partly")
        assert claim.support == "supported" or claim.notes
        assert claim.sources == len({citation.article for citation in claim.citations})
        for citation in claim.citations:
            translation = summary.articles[citation.article]
            document = translation.article.document
            assert document.text[citation.span.start : citation.span.end] == citation.quote
            assert citation.source == document.source
            sentence = translation.sentences[citation.sentence - 1]
            assert (sentence.source.number, sentence.source.text, sentence.text) == (
                citation.sentence, citation.quote, citation.translation,
            )  # fmt: skip
    json.dumps(summary.to_dict())


def by_hand(text: str, english: list[str], source: str = "text") -> Translation:
    """A translation made by hand, so that what is tested does not depend on how good the model is."""
    article = parse(read_text(text, source))
    assert len(article.sentences) == len(english), [sentence.text for sentence in article.sentences]
    pairs = tuple(TranslatedSentence(s, t) for s, t in zip(article.sentences, english, strict=True))
    return Translation(article, pairs, " ".join(english), None, "by hand")


@pytest.fixture(scope="module")
def real(shared: Path, tk: Toolkit) -> list[Translation]:
    return list(tk.translate_many([shared / "seeds"]))


def test_a_line_of_a_dialogue_stands_without_its_dash() -> None:
    translation = by_hand("— Згоріло 11 тисяч гектарів лісу.", ["— Fires burned 11,000 hectares of the forest."])
    (claim,) = summarize([translation]).claims
    assert claim.text == "Fires burned 11,000 hectares of the forest."
    assert claim.citations[0].quote == "— Згоріло 11 тисяч гектарів лісу."


def test_two_real_articles_in_five_claims(real: list[Translation]) -> None:
    summary = summarize(real, sentences=5)
    check(summary)
    assert len(summary.claims) == 5
    assert sum(claim.sources == 2 for claim in summary.claims) >= 2
    quotes = [" ".join(citation.quote for citation in claim.citations) for claim in summary.claims]
    assert any("100" in quote and re.search("в['’]язнів", quote) for quote in quotes)  # the prisoners
    assert any("санкції проти Білорусі" in quote for quote in quotes)
    assert not any(quote.startswith("Про це") for quote in quotes)  # no sentence that hangs on the one before


@pytest.mark.parametrize("path", sorted(SEEDS.iterdir()), ids=lambda path: path.name)
def test_seed(path: Path, tk: Toolkit) -> None:
    summary = tk.summarize(path)
    check(summary)
    assert len(summary.claims) + summary.left_out >= 3 or len(summary.claims) >= 1
    assert "summary:extractive" in summary.signature


def test_every_format_of_source(tmp_path: Path, tk: Toolkit) -> None:
    for path in files.one_of_each(tmp_path):
        summary = tk.summarize(path, sentences=2)
        check(summary)
        assert summary.claims or summary.left_out


def test_limits(real: list[Translation]) -> None:
    assert len(summarize(real[:1]).claims) == 3
    assert len(summarize(real[:1], sentences=1).claims) == 1
    short = summarize(real[:1], words=30)
    assert len(short.claims) >= 1 and (len(short.text.split()) <= 30 or len(short.claims) == 1)


def test_sources_that_disagree_are_shown() -> None:
    one = by_hand("Суд у Полтаві звільнив 52 полонених у вересні. Погода була сонячна всюди.",
                  ["A court in Poltava freed 52 prisoners in September.", "The weather was sunny everywhere."], "one")  # fmt: skip
    two = by_hand("Суд у Полтаві звільнив 51 полоненого у вересні. Ціни на хліб зросли вдвічі.",
                  ["A court in Poltava freed 51 prisoners in September.", "Bread prices doubled."], "two")  # fmt: skip
    summary = summarize([one, two])
    check(summary)
    joined = next(claim for claim in summary.claims if claim.sources == 2)
    assert any("disagree" in note and "51" in note and "52" in note for note in joined.notes)


def test_a_translation_that_invents_a_number_is_left_out() -> None:
    translation = by_hand(
        "Уряд виділив 40 млн гривень на ремонт мосту. Роботи почнуться навесні цього року.",
        ["The government allocated 70 million hryvnias for the bridge.", "Work will begin this spring."],
    )
    summary = summarize([translation])
    assert summary.left_out == 1
    assert [claim.text for claim in summary.claims] == ["Work will begin this spring."]
    kept = summarize([translation], keep_unsupported=True)
    assert kept.left_out == 0
    assert {claim.support for claim in kept.claims} == {"unsupported", "supported"}
    assert b"Not supported" in render_summary(kept, "html") and b"not supported" in render_summary(kept, "md")
    assert b"1 sentence left out: unsupported" in render_summary(summary, "txt")


def test_connectives_go_and_dangling_sentences_do_not_come_first() -> None:
    translation = by_hand(
        "Парламент ухвалив закон про ліси. Водночас уряд збільшив видатки на школи. Він також пообіцяв нові дороги.",
        [
            "Parliament passed a law on forests.",
            "At the same time, the government raised spending on schools.",
            "He also promised new roads.",
        ],
    )
    summary = summarize([translation], sentences=2)
    assert [claim.text for claim in summary.claims] == [
        "Parliament passed a law on forests.",
        "The government raised spending on schools.",
    ]


def test_odd_articles(tk: Toolkit) -> None:
    one = tk.summarize("Київ збільшив видатки на лікарні.")
    check(one)
    assert len(one.claims) + one.left_out == 1
    nothing = tk.summarize("Поділитися\n\nПідписуйтесь на наш канал\n\nУсі новини")
    assert nothing.claims == () and nothing.warnings == ("no-content",)
    for format in FORMATS:
        assert render_summary(nothing, format)
    english = tk.summarize(
        "The mayor opened a bridge in Poltava on Monday. It cost 12.5 million hryvnias. Traffic resumed at once."
    )
    check(english)
    assert english.claims[0].support == "supported" and "bridge" in english.claims[0].text
    text = "Мер Полтави відкрив новий міст через Ворсклу. Він коштував 12 млн гривень. Рух відновили того ж дня."
    same = tk.summarize([text] * 10)
    check(same)
    quotes = [claim.citations[0].quote for claim in same.claims]
    assert len(set(quotes)) == len(quotes)  # ten times the same is said once
    assert all(claim.sources == 10 for claim in same.claims)


def test_a_long_article_takes_no_time() -> None:
    """2 MB: what is done for each sentence does not grow with the number of sentences."""
    words = "уряд міністр закон бюджет школа лікарня дорога міст завод ринок ціна врожай".split()
    rng = random.Random(0)
    lines = [" ".join(rng.choices(words, k=12)).capitalize() + f" у місті номер {number}." for number in range(18_000)]
    text = "\n\n".join(lines)
    assert len(text.encode()) > 2_000_000
    translation = by_hand(text, [f"City number {number} did something with its schools." for number in range(18_000)])
    begun = time.monotonic()
    summary = summarize([translation], sentences=4)
    assert time.monotonic() - begun < 30
    check(summary)
    assert len(summary.claims) == 4


@pytest.mark.parametrize("format", FORMATS)
def test_rendering(real: list[Translation], format: str) -> None:
    summary = summarize(real)
    data = render_summary(summary, format)
    assert data == render_summary(summary, format)
    if format == "docx":
        import docx

        text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)
    elif format == "html":
        import lxml.html

        tree: Any = lxml.html.document_fromstring(data)
        for claim in summary.claims:
            for citation in claim.citations:
                (target,) = tree.xpath(f"//*[@id='a{citation.article}o{citation.sentence}']")
                assert target.text_content() == citation.quote
                assert tree.xpath(f"//a[@href='#a{citation.article}o{citation.sentence}']")
        text = tree.text_content()
    else:
        text = data.decode()
    if format in ("txt", "docx", "html"):
        for claim in summary.claims:
            assert claim.text in text
    if format == "json":
        assert json.loads(text) == json.loads(json.dumps(summary.to_dict()))


def test_word_endnotes(real: list[Translation]) -> None:
    """Every citation is an endnote that says the quote, in a document that keeps to the schema's order."""
    import zipfile

    from lxml import etree

    summary = summarize(real)
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(render_summary(summary, "docx"))) as archive:
        notes = etree.fromstring(archive.read("word/endnotes.xml"))
        body = etree.fromstring(archive.read("word/document.xml"))
        settings = etree.fromstring(archive.read("word/settings.xml"))
        assert b"/word/endnotes.xml" in archive.read("[Content_Types].xml")
        assert b"endnotes.xml" in archive.read("word/_rels/document.xml.rels")
    references = [element.get(f"{word}id") for element in body.iter(f"{word}endnoteReference")]
    citations = [citation for claim in summary.claims for citation in claim.citations]
    assert references == [str(number) for number in range(1, len(citations) + 1)]
    texts = {note.get(f"{word}id"): "".join(map(str, note.itertext())) for note in notes}
    assert {"-1", "0"} < texts.keys()
    for number, citation in enumerate(citations, 1):
        assert " ".join(citation.quote.split()) in texts[str(number)]
        assert citation.translation in texts[str(number)]
    names = [etree.QName(element).localname for element in settings]
    assert names.index("endnotePr") < names.index("compat")


def test_method_and_writer(tk: Toolkit) -> None:
    text = "Уряд ухвалив рішення про школи. Парламент підтримав його у вівторок."
    translation = tk.translate(text)
    first, second = (item.text for item in translation.sentences)
    answered = tk.summarize(translation, method="abstractive", writer=lambda prompt: f"{first} [1]\n{second} [2]")
    assert [claim.text for claim in answered.claims] == [first, second]
    assert [claim.citations[0].sentence for claim in answered.claims] == [1, 2]
    script = f"import sys; prompt = sys.stdin.read(); print({first!r} + ' [1]') if {first!r} in prompt else sys.exit(3)"
    by_command = tk.summarize(
        translation, method="abstractive", writer=shlex.join([str(sys.executable), "-c", str(script)])
    )
    assert [claim.text for claim in by_command.claims] == [first] and "abstractive-" in by_command.signature
    with pytest.raises(EngineError, match="need an instruct model"):
        tk.summarize(translation, method="abstractive")
    with pytest.raises(ValueError, match="none of extractive"):
        tk.summarize(translation, method="other")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("command", "problem"),
    [("nonesuch-program", "not installed"), ("false", "failed"), ("true", "wrote nothing"), ("", "is empty")],
)
def test_writers_that_fail(command: str, problem: str) -> None:
    with pytest.raises(EngineError, match=problem):
        command_writer(command)("prompt")


def test_a_writer_that_takes_too_long() -> None:
    with pytest.raises(EngineError, match=r"within 0\.2 seconds"):
        command_writer("sleep 5", seconds=0.2)("prompt")


def test_an_entailment_model_has_a_say(tk: Toolkit) -> None:
    translation = tk.translate("Уряд ухвалив рішення про школи у Києві.")
    asked: list[tuple[str, str]] = []

    def entails(premise: str, hypothesis: str) -> float:
        asked.append((premise, hypothesis))
        return 0.1

    claim = tk.summarize(translation, entails=entails).claims[0]
    assert claim.support == "partly" and any("entail" in note for note in claim.notes)
    assert asked[0][1] == claim.text


def test_command_line(tmp_path: Path) -> None:
    def run(*arguments: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "toolkit.cli", "summarize", *map(str, arguments)],
            capture_output=True,
            cwd=ROOT,
            check=False,
        )

    result = run(
        "seeds/02-agency-report.txt",
        "seeds/07-windows-1251.txt",
        "--sentences",
        2,
        "--quality",
        "fast",
        "-o",
        tmp_path / "s.html",
    )
    assert result.returncode == 0 and (tmp_path / "s.html").read_bytes().startswith(b"<!DOCTYPE")
    assert run("seeds/02-agency-report.txt", "-n", 1, "--words", 9).returncode == 2
    (tmp_path / "empty.txt").touch()
    result = run(tmp_path / "empty.txt")
    assert result.returncode == 1 and b"is empty" in result.stderr
