"""Persons with their titles: «адміністрація президента США Дональда Трампа», the administration of US President Donald Trump.

News is full of chains of genitives that end in a name, and a model that has read little tears them apart, or gives the title to
somebody else. Offices, countries and institutions are put together with chance names, in all cases.
"""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Iterator
from typing import NamedTuple

from .names import Names, Pair, parses

# Country in the genitive, and what stands before an English title.
_COUNTRIES = """США=US України=Ukrainian Франції=French Німеччини=German Польщі=Polish Туреччини=Turkish Росії=Russian Китаю=Chinese
Ірану=Iranian Ізраїлю=Israeli Угорщини=Hungarian Італії=Italian Японії=Japanese Іспанії=Spanish Канади=Canadian Литви=Lithuanian
Латвії=Latvian Естонії=Estonian Фінляндії=Finnish Швеції=Swedish Норвегії=Norwegian Грузії=Georgian Молдови=Moldovan
Румунії=Romanian Болгарії=Bulgarian Греції=Greek Сербії=Serbian Чехії=Czech Словаччини=Slovak Австрії=Austrian Бразилії=Brazilian
Мексики=Mexican Індії=Indian Пакистану=Pakistani Єгипту=Egyptian Сирії=Syrian Іраку=Iraqi Австралії=Australian Білорусі=Belarusian
Казахстану=Kazakh Вірменії=Armenian Азербайджану=Azerbaijani Аргентини=Argentine Венесуели=Venezuelan Кенії=Kenyan Нігерії=Nigerian
Індонезії=Indonesian Португалії=Portuguese Данії=Danish Бельгії=Belgian Британії=British Британії=UK Кореї=Korean""".split()
# Head, masculine and feminine (or none), what follows it, English.
_STATE = (
    ("президент", "президентка", "", "president"), ("прем'єр-міністр", "прем'єр-міністерка", "", "prime minister"),
    ("міністр", "міністерка", "закордонних справ", "foreign minister"), ("міністр", "міністерка", "оборони", "defence minister"),
    ("міністр", "міністерка", "фінансів", "finance minister"), ("міністр", "міністерка", "внутрішніх справ", "interior minister"),
    ("міністр", "міністерка", "юстиції", "justice minister"), ("міністр", "міністерка", "енергетики", "energy minister"),
    ("віцепрезидент", "віцепрезидентка", "", "vice president"), ("посол", "", "", "ambassador"),
    ("генеральний прокурор", "генеральна прокурорка", "", "prosecutor general"), ("чемпіон", "чемпіонка", "", "champion"),
    ("король", "королева", "", None), ("прем'єр", "прем'єрка", "", "prime minister"),
    ("держсекретар", "", "", "secretary of state"),
)  # fmt: skip
_ROYAL = {"masc": "king", "femn": "queen"}
_POSTS = (
    ("директор", "директорка", "", "director"), ("голова", "", "", "head"), ("речник", "речниця", "", "spoke"),
    ("засновник", "засновниця", "", "founder"), ("керівник", "керівниця", "", "head"),
    ("представник", "представниця", "", "representative"), ("власник", "власниця", "", "owner"), ("лідер", "лідерка", "", "leader"),
    ("заступник", "заступниця", "голови", "deputy head"), ("заступник", "заступниця", "директора", "deputy director"),
    ("радник", "радниця", "голови", "adviser to the head"), ("колишній голова", "", "", "former head"),
    ("колишній директор", "колишня директорка", "", "former director"), ("тренер", "тренерка", "", "coach"),
    ("виконавчий директор", "виконавча директорка", "", "executive director"), ("секретар", "секретарка", "", "secretary"),
    ("начальник", "начальниця", "", "chief"), ("член", "членкиня", "", "member"), ("депутат", "депутатка", "", "deputy"),
    ("головний редактор", "головна редакторка", "", "editor-in-chief"), ("адвокат", "адвокатка", "", "lawyer"),
)  # fmt: skip
_BODIES = (
    ("ООН", "the UN"), ("НАТО", "NATO"), ("Європейської комісії", "the European Commission"), ("МВФ", "the IMF"),
    ("Міжнародного валютного фонду", "the International Monetary Fund"), ("Національного банку", "the National Bank"),
    ("Верховної Ради", "the Verkhovna Rada"), ("Європейського парламенту", "the European Parliament"),
    ("обласної ради", "the regional council"), ("міської ради", "the city council"), ("профспілки", "the trade union"),
    ("Офісу президента", "the President's Office"), ("Служби безпеки України", "the Security Service of Ukraine"),
    ("Міністерства охорони здоров'я", "the Ministry of Health"), ("Генерального штабу", "the General Staff"),
    ("поліції Київської області", "the Kyiv region police"),
    ("Львівської обласної адміністрації", "the Lviv regional administration"),
    ("Національної поліції", "the National Police"), ("Державної прикордонної служби", "the State Border Guard Service"),
    ("Центрального банку", "the Central Bank"), ("Верховного Суду", "the Supreme Court"), ("клубу", "the club"),
    ("збірної України", "the Ukrainian national team"), ("дитячої лікарні", "the children's hospital"),
    ("опозиційної партії", "the opposition party"), ("правлячої партії", "the ruling party"),
    ("Республіканської партії", "the Republican Party"),
    ("парламентського комітету", "the parliamentary committee"), ("благодійного фонду", "the charitable foundation"),
    ("авіакомпанії", "the airline"), ("Світового банку", "the World Bank"), ("Червоного Хреста", "the Red Cross"),
    ("національного музею", "the national museum"), ("Одеського порту", "the port of Odesa"), ("Пентагону", "the Pentagon"),
    ("Державного департаменту", "the State Department"), ("Білого дому", "the White House"), ("Кремля", "the Kremlin"),
)  # fmt: skip
# What belongs to them: persons and bodies, and things.
_THEIRS = """адміністрація=administration уряд=government команда=team дружина=wife син=son дочка=daughter брат=brother
радник=adviser помічник=aide охоронець=bodyguard адвокат=lawyer водій=driver партія=party речник=spokesman
канцелярія=office""".split()
_THEIR_THINGS = """заява=statement візит=visit рішення=decision лист=letter виступ=speech пропозиція=proposal відставка=resignation
політика=policy резиденція=residence літак=plane указ=decree обіцянка=promise арешт=arrest убивство=murder інавгурація=inauguration
план=plan відповідь=reply вимога=demand перемога=victory поразка=defeat позиція=position хвороба=illness смерть=death
промова=speech помилка=mistake книжка=book обрання=election призначення=appointment статок=fortune будинок=house""".split()
# What somebody did: the masculine, English.
_DID = (
    ("відхилив пропозицію", "rejected the proposal"), ("підтримав рішення", "backed the decision"),
    ("зробив заяву", "made a statement"), ("відмовився від коментарів", "declined to comment"),
    ("закликав до переговорів", "called for talks"), ("прибув до Києва", "arrived in Kyiv"),
    ("розкритикував угоду", "criticised the agreement"), ("скасував поїздку", "cancelled the trip"),
    ("підписав документ", "signed the document"), ("виступив проти санкцій", "spoke out against sanctions"),
    ("визнав поразку", "conceded defeat"), ("заперечив звинувачення", "denied the allegations"),
    ("подав у відставку", "resigned"), ("пообіцяв допомогу", "promised help"), ("зажадав пояснень", "demanded an explanation"),
    ("попередив про небезпеку", "warned of the danger"), ("привітав домовленість", "welcomed the agreement"),
    ("провів нараду", "held a meeting"), ("дав свідчення", "testified"), ("звернувся до народу", "addressed the nation"),
)  # fmt: skip
# What a thing did.
_HAPPENED = (
    ("викликав обурення", "caused outrage"), ("здивував союзників", "surprised the allies"), ("коштував мільйон", "cost a million"),
    ("нічого не змінив", "changed nothing"), ("став несподіванкою", "came as a surprise"), ("потрапив у новини", "made the news"),
    ("занепокоїв сусідів", "worried the neighbours"), ("обурив опозицію", "outraged the opposition"),
)  # fmt: skip
_AROUND = (  # Ukrainian, English, the case of the person
    ("За словами {}, домовленості ще немає", "According to {}, there is no agreement yet", "gent"),
    ("Про це заявив журналістам речник {}", "This was told to journalists by a spokesman for {}", "gent"),
    ("На зустрічі з {} йшлося про безпеку", "The meeting with {} was about security", "ablt"),
    ("Він подякував {}", "He thanked {}", "datv"), ("Вона поскаржилася {}", "She complained to {}", "datv"),
    ("Міністр переговорив з {}", "The minister held talks with {}", "ablt"),
    ("Суд виправдав {}", "The court acquitted {}", "accs"),
    ("Журналісти запитали {} про гроші", "Journalists asked {} about the money", "accs"),
    ("Поліція допитала {}", "Police questioned {}", "accs"), ("Це лист від {}", "This is a letter from {}", "gent"),
    ("Під час розмови з {} він жартував", "During his conversation with {} he joked", "ablt"),
    ("Проти {} відкрили справу", "A case was opened against {}", "gent"),
    ("Усе залежить від {}", "Everything depends on {}", "gent"),
    ("Про {} написали книжку", "A book was written about {}", "accs"),
    ("На чолі з {} делегація вирушила на схід", "Led by {}, the delegation set off for the east", "ablt"),
    ("Зі слів {}, грошей немає", "According to {}, there is no money", "gent"),
    ("Йому зателефонував {}", "He got a call from {}", "nomn"),
    ("Їх прийняв {}", "They were received by {}", "nomn"), ("Про це повідомив {}", "This was reported by {}", "nomn"),
    ("«Ми готові», — сказав {}", '"We are ready," said {}', "nomn"), ("Тоді у відставку подав {}", "Then {} resigned", "nomn"),
)  # fmt: skip


class Person(NamedTuple):
    """Somebody with a title, in one case, and in English."""

    ukrainian: str
    english: str
    gender: str


@functools.cache
def _inflected(phrase: str, gender: str, case: str) -> str | None:
    """A noun with its adjectives in a case, or None where the dictionary cannot do it."""
    words = []
    for word in phrase.split():
        found = next(
            (p for p in parses(word) if "nomn" in p.tag and gender in p.tag and ("NOUN" in p.tag or "ADJF" in p.tag)),
            None,
        )
        form = found.inflect({case, gender} if "ADJF" in found.tag else {case}) if found else None
        if form is None:
            return None
        words.append(form.word)
    return " ".join(words)


def feminine(past: str) -> str:
    """A predicate that begins with a masculine past, of a woman: «подав у відставку», «подала у відставку»."""
    verb, _, rest = past.partition(" ")
    if verb == "нічого":
        verb, rest = "нічого не змінила", ""
    elif verb.endswith("вся"):
        verb = verb[:-3] + "лася"
    elif verb.endswith("ів"):
        verb = verb[:-2] + "ела"
    else:
        verb = verb.removesuffix("в") + "ла"
    return f"{verb} {rest}".strip()


def neuter(past: str) -> str:
    """The same of a thing."""
    return re.sub(r"^(нічого не \w+|\w+)ла(ся)?", r"\1ло\2", feminine(past))


class Titles:
    """Sentences with titles, drawn with ``rng``."""

    def __init__(self, names: Names, rng: random.Random) -> None:
        self._names, self._rng = names, rng

    def person(self, case: str) -> Person:
        """Somebody, in a case."""
        while True:
            gender = self._rng.choice(("masc", "masc", "femn"))
            state = self._rng.random() < 0.6
            man, woman, rest, english = self._rng.choice(_STATE if state else _POSTS)
            post = _inflected(man if gender == "masc" else woman, gender, case) if gender == "masc" or woman else None
            first, last = self._names.another("Name", gender, case), self._names.another("Surn", gender, case)
            if not (post and first and last):
                continue
            # A full name mostly; headlines and second mentions have the surname only.
            name = (f"{first[0]} {last[0]}", f"{first[1]} {last[1]}") if self._rng.random() < 0.8 else last
            if english is None:
                english = _ROYAL[gender]
            elif english == "spoke":
                english = self._rng.choice(("spokesman" if gender == "masc" else "spokeswoman", "spokesperson"))
            post = f"{post} {rest}".strip()
            if state:
                country, attribute = self._rng.choice(_COUNTRIES).split("=")
                whole = f"{post} {country}"
                if self._rng.random() < 0.15:  # without the country
                    return Person(f"{post} {name[0]}", f"{_title(english)} {name[1]}", gender)
                if self._rng.random() < 0.15:
                    return Person(f"{name[0]}, {whole},", f"{name[1]}, the {attribute} {english},", gender)
                return Person(f"{whole} {name[0]}", f"{attribute} {_title(english)} {name[1]}", gender)
            body, english_body = self._rng.choice(_BODIES)
            of = f"{english} {'at' if english == 'editor-in-chief' else 'of'} {english_body}"
            if english.startswith("spoke"):
                of = f"{english} for {english_body}"
            if self._rng.random() < 0.3:
                return Person(f"{post} {body} {name[0]}", f"{name[1]}, {'a' if english[0] not in 'aeo' else 'an'} {of},"
                              if english in ("member", "deputy", "representative", "adviser to the head", "lawyer")
                              else f"{name[1]}, the {of},", gender)  # fmt: skip
            return Person(f"{post} {body} {name[0]}", f"the {of}, {name[1]},", gender)

    def possessed(self) -> Pair:
        """«Адміністрація президента США Дональда Трампа відхилила пропозицію»."""
        while True:
            persons = self._rng.random() < 0.4
            head, english = self._rng.choice(_THEIRS if persons else _THEIR_THINGS).split("=")
            parse = next((p for p in parses(head) if {"NOUN", "nomn"} in p.tag and p.tag.gender), None)
            if parse is None:
                continue
            did, what = self._rng.choice(_DID if persons else _HAPPENED)
            owner = self.person("gent")
            if owner.ukrainian.endswith(","):
                continue
            her = parse.tag.gender
            predicate = feminine(did) if her == "femn" else neuter(did) if her == "neut" else did
            bare = owner.english.removesuffix(",")
            if "," in bare or self._rng.random() < 0.6:
                return f"{head} {owner.ukrainian} {predicate}", f"the {english} of {owner.english} {what}"
            return f"{head} {owner.ukrainian} {predicate}", f"{bare}'s {english} {what}"

    def acts(self) -> Pair:
        """«Міністерка оборони Німеччини Урсула Вебер підтримала рішення»."""
        did, what = self._rng.choice(_DID)
        who = self.person("nomn")
        return f"{who.ukrainian} {feminine(did) if who.gender == 'femn' else did}", f"{who.english} {what}"

    def around(self) -> Pair:
        """«Він подякував президентові Франції Еммануелю Ренару»."""
        while True:
            uk, en, case = self._rng.choice(_AROUND)
            who = self.person(case)
            if case == "nomn" and who.gender == "femn":
                verb = re.search(r"(\w+в) \{\}$", uk)
                if not verb:
                    continue
                uk = uk.replace(f"{verb[1]} {{}}", f"{feminine(verb[1])} {{}}")
            return uk.format(who.ukrainian), en.format(who.english)

    def two(self) -> Pair:
        """«Президент США Дональд Трамп і прем'єр-міністр Канади обговорили угоду»."""
        one, other = self.person("nomn"), self.person("nomn")
        deeds = (("обговорили угоду", "discussed the agreement"), ("зустрілися в Женеві", "met in Geneva"),
                 ("підписали договір", "signed the treaty"), ("посварилися", "quarrelled"))  # fmt: skip
        did, what = self._rng.choice(deeds)
        return f"{one.ukrainian} і {other.ukrainian} {did}", f"{one.english} and {other.english} {what}"


def _title(english: str) -> str:
    """The title before a name: Prime Minister, but Secretary of State."""
    return " ".join(word if word in ("of", "champion") else word.capitalize() for word in english.split())


def _tidy(text: str) -> str:
    """A comma that closes an apposition is not said before another mark, nor at the end."""
    text = re.sub(r",+(?=[,.:;]|$)", "", re.sub(r",{2,}", ",", text))
    return text[0].upper() + text[1:]


def titles(names: Names, count: int, rng: random.Random) -> Iterator[Pair]:
    """``count`` different sentences."""
    frames = Titles(names, rng)
    makers = (frames.possessed, frames.possessed, frames.acts, frames.acts, frames.around, frames.around, frames.two)
    seen: set[str] = set()
    while len(seen) < count:
        uk, en = rng.choice(makers)()
        if uk not in seen:
            seen.add(uk)
            yield f"{_tidy(uk)}.", f"{_tidy(en)}."
