"""What is added to the training corpus: other names, words in their forms, joined sentences."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("pymorphy3")
pytest.importorskip("lemminflect")

from toolkit.transliteration import transliterate
from training import augment, names, words
from training.compounds import compounds
from training.orders import sentences
from training.settlements import settlements
from training.substitutes import Substitutes
from training.titles import feminine, neuter, titles

BENCHMARKS = Path(__file__).parents[1] / "benchmarks/data"


@pytest.fixture(scope="module")
def found() -> names.Names:
    return names.Names(random.Random(1))


def test_names_are_found_in_their_case_and_gender(found: names.Names) -> None:
    uk = "Про це розповіла Олена Коваленко, яка зустріла Андрія Шевчука в Харкові."
    slots = found.find(uk, "This was told by Olena Kovalenko, who met Andrii Shevchuk in Kharkiv.")
    assert [(uk[slot.start : slot.end], slot.kind, slot.gender, slot.case, slot.english) for slot in slots] == [
        ("Олена", "Name", "femn", "nomn", "Olena"),
        ("Коваленко", "Surn", "femn", "nomn", "Kovalenko"),
        ("Андрія", "Name", "masc", "gent", "Andrii"),
        ("Шевчука", "Surn", "masc", "gent", "Shevchuk"),
        ("Харкові", "Geox", "masc", "loct", "Kharkiv"),
    ]


def test_what_is_not_in_both_is_left_alone(found: names.Names) -> None:
    assert found.find("Олена приїхала.", "She has arrived.") == []
    assert found.find("Олена бачила, як Олена пішла.", "Olena saw Olena leave.") == []  # which is which?
    assert found.exchanged("Уряд ухвалив закон.", "The government passed the law.") is None


def test_exchanged_pairs_name_the_same_in_both_languages(found: names.Names) -> None:
    uk, en = "Міністр Павло Савчук прибув до Києва.", "Minister Pavlo Savchuk arrived in Kyiv."
    seen: Counter[str] = Counter()
    known = {english for pairs in (found.surnames, *found.given.values()) for _, english in pairs}
    known |= {names.plain(english) for english in known}
    for _ in range(60):
        pair = found.exchanged(uk, en)
        if pair is None:
            continue
        first = re.fullmatch(r"Міністр (.+) (\S+) прибув до (.+)\.", pair[0])
        second = re.fullmatch(r"Minister (\S+) (.+) arrived in (.+)\.", pair[1])
        assert first and second, pair
        seen[second[2]] += 1
        dictionary = names.capitalised(transliterate(names.parses(first[2].lower())[0].normal_form))
        romanised = {names.capitalised(transliterate(parse.normal_form)) for parse in names.parses(first[2].lower())}
        assert second[2] in known | romanised | {dictionary, "Savchuk"}, pair
    assert len(seen) > 20


@pytest.mark.parametrize(
    ("name", "kind", "gender", "case", "form"),
    [
        ("Джонсон", "Surn", "masc", "gent", "Джонсона"),
        ("Сміт", "Surn", "femn", "datv", "Сміт"),
        ("Олена", "Name", "femn", "datv", "Олені"),
        ("Лондон", None, "masc", "loct", "Лондоні"),
    ],
)
def test_case_forms(name: str, kind: str | None, gender: str, case: str, form: str) -> None:
    assert names.inflected(name, kind, gender, case) == form


def test_every_line_of_what_is_written_is_a_pair() -> None:
    written = (("words.tsv", 2), ("news.tsv", 2), ("press.tsv", 2), ("names.tsv", 3))
    for path, columns in ((names.FOREIGN, 3), *((names.WRITTEN / file, columns) for file, columns in written)):
        lines = path.read_text("utf-8").splitlines()
        assert len(lines) > 1000 and len(set(lines)) == len(lines)
        for line in lines:
            parts = line.split("\t")
            assert len(parts) == columns and all(part.strip() == part != "" for part in parts), line
            assert re.search("[а-яіїєґ]", parts[-2].lower()) and not re.search("[а-яіїєґ]", parts[-1].lower()), line


def test_nothing_written_is_from_an_evaluation_set(shared: Path) -> None:
    def runs(text: str, length: int) -> set[tuple[str, ...]]:
        tokens = re.findall(r"\w+", text.lower())
        return {tuple(tokens[n : n + length]) for n in range(len(tokens) - length + 1)}

    held: set[tuple[str, ...]] = set()
    for file in sorted((shared / "eval").glob("*.tsv")):
        for line in file.read_text("utf-8").splitlines():
            held |= {run for part in line.split("\t") for run in runs(part, 7)}
    assert len(held) > 10_000
    lines = [
        line for file in ("news.tsv", "press.tsv") for line in (names.WRITTEN / file).read_text("utf-8").splitlines()
    ]
    for line in lines:
        assert not any(runs(part, 7) & held for part in line.split("\t")), line


def test_settlements_are_romanised_from_any_case() -> None:
    pairs = list(settlements(random.Random(0), 400))
    assert pairs == list(settlements(random.Random(0), 400)) and len(set(pairs)) > 380
    for uk, en in pairs:
        assert re.search("[а-яіїєґ]", uk) and not re.search("[а-яіїєґ{}]", en) and "{" not in uk
    oblique = [(uk, en) for uk, en in pairs if re.search(r"ово(го|му)\b", uk)]
    assert oblique and all("ove" in en for _, en in oblique), oblique


def test_words_come_in_their_forms() -> None:
    pairs = set(words.forms(random.Random(0), phrases=200))
    assert {
        ("теракт", "terrorist attack"),
        ("він збрехав", "he told a lie"),
        ("вони збрешуть", "they will tell a lie"),
    } <= pairs
    assert any(uk.endswith("терактів") and en.endswith(" terrorist attacks") for uk, en in pairs)
    of = {"після": "after", "без": "without", "від": "from", "біля": "near", "для": "for", "щодо": "regarding",
          "під час": "during"}  # fmt: skip
    assert pairs & {
        (f"{uk} теракту", f"{en} {article} terrorist attack") for uk, en in of.items() for article in ("a", "the")
    }
    assert len(pairs) > 20_000


def test_set_phrases_come_in_their_forms() -> None:
    def made(uk: str, en: str) -> set[tuple[str, str]]:
        return {pair for seed in range(40) for pair in words._phrase(uk, en, random.Random(seed))}

    assert ("він склав присягу", "he took the oath") in made("скласти присягу", "take the oath")
    assert ("вона накладе на себе руки", "she will take her own life") not in made(
        "накласти на себе руки", "take one's own life"
    )
    assert ("вона наклала на себе руки", "she took her own life") in made(
        "накласти на себе руки", "take one's own life"
    )
    assert ("на залізничному переїзді", "on the level crossing") in made("залізничний переїзд", "level crossing")
    assert ("після холодної війни", "after the cold war") in made("холодна війна", "cold war")
    assert ("для козла відпущення", "for a scapegoat") in made("козел відпущення", "a scapegoat")
    assert not made("під час втечі", "while fleeing") and not made("раз і назавжди", "once and for all")


def test_words_are_exchanged_in_both_languages() -> None:
    found = Substitutes(random.Random(0))
    pair = ("Старий журавель зламав паркан.", "An old crane broke the fence.")
    assert [slot.english for slot in found.find(*pair)] == ["crane", "fence"]
    lexicon = dict(words.lexicon())
    seen = set()
    for _ in range(40):
        exchanged = found.exchanged(*pair)
        if exchanged is None:  # the word that came cannot stand there
            continue
        uk, en = exchanged
        new = [
            one
            for one, other in zip(en.strip(".").split(), pair[1].strip(".").split(), strict=True)
            if one != other and one not in ("A", "An")
        ]
        (word,) = [
            one for one, other in zip(uk.strip(".").split(), pair[0].strip(".").split(), strict=True) if one != other
        ]
        forms = {lexicon[parse.normal_form] for parse in names.parses(word) if parse.normal_form in lexicon}
        assert len(new) == 1 and new[0] in forms, (uk, en)
        seen.add(new[0])
    assert len(seen) > 20
    assert found.exchanged("Вона приїхала.", "She came.") is None
    plural = found.exchanged("Усюди були паркани.", "There were fences everywhere.")
    assert plural is None or re.fullmatch(r"There were \w+ everywhere\.", plural[1])


def test_each_version_has_other_words() -> None:
    pair = ("Старий журавель зламав паркан.", "An old crane broke the fence.")
    made = list(augment.with_other_words([("press", *pair), ("mdn", *pair)], 12, random.Random(0)))
    assert 6 < len(made) <= 12 and len(set(made)) == len(made)  # a word that comes may not fit there
    assert {name for name, _, _ in made} == {"substitutes"}


def test_the_benchmark_of_roles_is_not_learned() -> None:
    held = {line.split("\t")[1] for line in (BENCHMARKS / "roles.tsv").read_text("utf-8").splitlines()}
    learned = {
        line.split("\t")[0]
        for name in ("press", "news")
        for line in (names.WRITTEN / f"{name}.tsv").read_text("utf-8").splitlines()
    }
    assert len(held) == 60 and not held & learned


def test_cases_tell_who_does_what() -> None:
    made = list(sentences(600, random.Random(0)))
    assert made == list(sentences(600, random.Random(0))) and len({uk for uk, _ in made}) == 600
    passive = 0
    for uk, en in made:
        assert re.fullmatch(r"[А-ЯІЇЄҐ][^{}A-Za-z]+\.", uk) and re.fullmatch(r"[A-Z][^{}А-Яа-яіїєґ]+\.", en), (uk, en)
        found = re.fullmatch(r"(\w+) (\w+) (\w+)\.", uk)
        if found and " by " in en:  # the first word is the object: nowhere a nominative that is not an accusative, too
            first = names.parses(found[1].lower())
            assert any(
                "accs" in parse.tag or {"inan", "nomn"} in parse.tag or {"gent", "masc"} in parse.tag for parse in first
            ), uk
            assert any("nomn" in parse.tag for parse in names.parses(found[3])), uk
            passive += 1
    assert passive > 20


def test_neighbours_do_not_cross_a_headline() -> None:
    rows = [("written", f"Заголовок {n}", f"Headline {n}") if n % 4 == 0 else ("written", f"Речення {n}.", f"Sentence {n}.")
            for n in range(40)]  # fmt: skip
    joined = list(augment.neighbours(rows, random.Random(0)))
    assert joined
    for name, uk, en in joined:
        numbers = [int(number) for number in re.findall(r"\d+", uk)]
        assert name == "neighbours" and [int(number) for number in re.findall(r"\d+", en)] == numbers
        assert len(numbers) > 1 and all(number % 4 for number in numbers) and numbers[-1] // 4 == numbers[0] // 4


def test_compounds_keep_every_part_in_its_place() -> None:
    nouns = [("кіт", "cat"), ("пес", "dog"), ("стіл", "table"), ("дім", "house"), ("ліс", "forest"), ("день", "day")]
    pairs = [
        (f"Ваш {uk} номер {n} тепер тут.", f"Your {en} number {n} is here now.") for n, (uk, en) in enumerate(nouns)
    ]
    pairs += [("Тепер ваш дім тут.", "Now your house is here."), ("Нова Зеландія тут.", "New Zealand is here now."),
              ("Усе, що ваш кіт бачив: ліс.", "All that your cat saw: a forest."), ("Андрій тут.", "Andrii is here.")]  # fmt: skip
    made, again = (list(compounds(pairs, names.Names(random.Random(1)), 300, random.Random(0))) for _ in range(2))
    assert made == again and len(made) == 300
    numbered = 0
    for uk, en in made:
        numbers = re.findall(r"\d", uk)
        assert re.findall(r"\d", en) == numbers, (uk, en)
        numbered += len(numbers) > 1
        assert uk.count(".") == en.count(".") == 1 and uk[-1] == en[-1] == "."
        assert uk[0].isupper() and en[0].isupper()
        # no clause whose first letter may be a name's, none with a colon
        assert "Zealand" not in en and ":" not in en
        for noun, english in nouns:
            assert len(re.findall(rf"\b{noun}\b", uk)) == len(re.findall(rf"\b{english}\b", en)), (uk, en)
    assert numbered > 100
    assert sum(" said" in en or " that " in en for _, en in made) > 60


def test_compounds_of_nothing_are_none(found: names.Names) -> None:
    assert list(compounds([("Так!", "Yes!")], found, 10, random.Random(0))) == []


def test_predicates_of_women_and_of_things() -> None:
    assert feminine("подав у відставку") == "подала у відставку" and feminine("провів нараду") == "провела нараду"
    assert feminine("відмовився від коментарів") == "відмовилася від коментарів"
    assert neuter("нічого не змінив") == "нічого не змінило" and neuter("звернувся до народу") == "звернулося до народу"


def test_titles_stand_with_whom_they_belong_to(found: names.Names) -> None:
    made = list(titles(found, 300, random.Random(0)))
    assert len({uk for uk, _ in made}) == 300
    for uk, en in made:
        assert uk.lstrip("«")[0].isupper() and en.lstrip('"')[0].isupper(), (uk, en)
        assert uk.endswith(".") and en.endswith("."), (uk, en)
        assert not re.search(r"[,. ][,.]|{|}| ,", f"{uk} {en}"), (uk, en)
        assert not re.search("[A-Za-z]", uk) and not re.search("[А-Яа-яІіЇїЄє]", en), (uk, en)
        # one of a country, in one of its cases: the same country in English
        assert ("США" in uk) == (" US " in f" {en}"), (uk, en)
        assert ("королев" in uk.lower()) == ("queen" in en.lower()), (uk, en)
    assert sum("'s " in en for _, en in made) > 10 and sum(" of " in en for _, en in made) > 60


def test_adding_twice_is_adding_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = tmp_path / "corpus.tsv"
    rows = [("written", "Олена Коваленко приїхала до Львова.", "Olena Kovalenko came to Lviv."),
            ("written", "Вона зустріла мера.", "She met the mayor."), ("mdn", "Олена.", "Olena.")]  # fmt: skip
    corpus.write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")
    held = (names.WRITTEN / "news.tsv").read_text("utf-8").splitlines()[0]
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval/held.tsv").write_text(held + "\n", "utf-8")
    texts = []
    for _ in range(2):
        monkeypatch.setattr(
            "sys.argv",
            ["augment", str(corpus), "--versions", "2", "--fresh", "500", "--exclude", str(tmp_path / "eval")],
        )
        augment.main()
        texts.append(corpus.read_text("utf-8"))
    assert texts[0] == texts[1]
    added = Counter(line.split("\t")[0] for line in texts[0].splitlines())
    assert (
        added["mdn"] == 1
        and added["names"] >= 1
        and added["substitutes"] > 1000
        and added["neighbours"] == 1
        and added["news"] > 1000
        and added["press_new"] == 500
        and added["orders"] == 24_000
        and added["titles"] == 12_000
    )
    assert held.split("\t")[0] not in texts[0]  # an evaluation sentence is not learned
