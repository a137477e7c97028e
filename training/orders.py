"""Sentences in which only the cases tell who does what to whom: «Хлопця вкусив собака», The boy was bitten by a dog.

Ukrainian puts first what is known, be it the subject, the object or a dative, where English takes a passive or another verb.
A model that has read little goes by the order of the words and makes the boy bite the dog. So nouns of the lexicon
``written/words.tsv`` are put in frames of one and the other order, of whoever lacks, likes, needs or must do something, of
comparisons, and of second clauses without their verb. What the nouns are is left to chance: sense would give the roles away.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import lemminflect

from .names import GENDERS, Pair, parses
from .words import lexicon

# What happens to persons and animals, and to things; of the first all go with both.
_TO_ANYONE = """побачити=see помітити=notice знайти=find описати=describe врятувати=save зупинити=stop впізнати=recognise
згадати=mention захистити=defend сфотографувати=photograph намалювати=draw сховати=hide покинути=abandon замінити=replace
знищити=destroy забути=forget виявити=discover похвалити=praise розкритикувати=criticise обрати=choose принести=bring
привезти=bring забрати=take підтримати=support перевірити=check оточити=surround захопити=capture пошкодити=damage""".split()
_TO_SOMEBODY = """вбити=kill вкусити=bite вдарити=hit зустріти=meet заарештувати=arrest допитати=question звільнити=release
обдурити=deceive розбудити=wake побити=beat поранити=wound налякати=frighten образити=insult запросити=invite найняти=hire
привітати=congratulate обійняти=hug поцілувати=kiss переконати=convince наздогнати=overtake відвідати=visit вилікувати=cure
евакуювати=evacuate перемогти=defeat випередити=overtake призначити=appoint покарати=punish здивувати=surprise
збити=hit переслідувати=pursue затримати=detain виховати=raise пограбувати=rob попередити=warn звинуватити=accuse
засудити=condemn викрасти=abduct застрелити=shoot прооперувати=treat нагородити=reward розсмішити=amuse""".split()
_TO_THINGS = """збудувати=build зруйнувати=destroy купити=buy продати=sell вкрасти=steal написати=write прочитати=read
перекласти=translate підписати=sign відкрити=open закрити=close оплатити=finance розробити=develop винайти=invent
створити=create спроєктувати=design відремонтувати=repair зламати=break спалити=burn розбити=smash загубити=lose
надіслати=send отримати=receive схвалити=approve опублікувати=publish запропонувати=propose
відхилити=reject вилучити=seize прикрасити=decorate організувати=organise оскаржити=challenge""".split()
_FORCES = """буря=storm пожежа=fire повінь=flood вибух=explosion землетрус=earthquake ракета=missile снаряд=shell ураган=hurricane
хвиля=wave лавина=avalanche злива=downpour бомба=bomb епідемія=epidemic криза=crisis""".split()
_BY_FORCE = "знищити=destroy зруйнувати=destroy пошкодити=damage зупинити=stop вбити=kill поранити=injure врятувати=save".split()
_WHEN = (
    ("учора", "yesterday"), ("уночі", "at night"), ("торік", "last year"), ("минулого тижня", "last week"),
    ("у понеділок", "on Monday"), ("у п'ятницю", "on Friday"), ("на світанку", "at dawn"), ("у травні", "in May"),
    ("три роки тому", "three years ago"), ("цього разу", "this time"), ("після війни", "after the war"),
)  # fmt: skip
_DEEDS = (
    ("чекати", "wait"), ("повернутися додому", "go home"), ("вибачитися", "apologise"), ("продати будинок", "sell the house"),
    ("спати на підлозі", "sleep on the floor"), ("звернутися до суду", "go to court"), ("заплатити штраф", "pay a fine"),
    ("змінити плани", "change plans"), ("навчитися плавати", "learn to swim"), ("працювати вночі", "work at night"),
    ("виїхати з країни", "leave the country"), ("знайти роботу", "find a job"), ("іти пішки", "go on foot"),
    ("просити про допомогу", "ask for help"), ("скасувати поїздку", "cancel the trip"), ("голосувати", "vote"),
    ("залишити посаду", "leave office"), ("утекти з полону", "escape from captivity"), ("зняти фільм", "make a film"),
    ("відкрити крамницю", "open a shop"), ("дістатися до берега", "reach the shore"), ("мовчати", "keep silent"),
)  # fmt: skip
_MUST = (
    ("довелося", "had to"), ("доводиться", "has to"), ("доведеться", "will have to"), ("вдалося", "managed to"),
    ("не вдалося", "failed to"), ("дозволили", "was allowed to"), ("заборонили", "was forbidden to"),
    ("наказали", "was ordered to"), ("запропонували", "was offered the chance to"), ("порадили", "was advised to"),
    ("не терпиться", "cannot wait to"), ("важко", "finds it hard to"), ("соромно", "is ashamed to"),
)  # fmt: skip
_WITH_PREPOSITION = (  # preposition, case, verb; English, of the subject
    ("про", "accs", "повідомити", "reported {}"), ("про", "accs", "забути", "forgot about {}"),
    ("про", "accs", "розповісти", "told of {}"), ("проти", "gent", "виступити", "spoke out against {}"),
    ("до", "gent", "приєднатися", "joined {}"), ("до", "gent", "звикнути", "got used to {}"),
    ("від", "gent", "відмовитися", "gave up {}"), ("від", "gent", "утекти", "ran away from {}"),
    ("від", "gent", "постраждати", "suffered from {}"), ("на", "accs", "поскаржитися", "complained about {}"),
    ("на", "accs", "напасти", "attacked {}"), ("на", "accs", "натрапити", "came across {}"),
    ("за", "accs", "заплатити", "paid for {}"), ("за", "accs", "заступитися", "stood up for {}"),
    ("за", "ablt", "приїхати", "came for {}"), ("за", "ablt", "засумувати", "missed {}"),
    ("перед", "ablt", "вибачитися", "apologised to {}"), ("перед", "ablt", "зупинитися", "stopped in front of {}"),
    ("з", "ablt", "погодитися", "agreed with {}"), ("з", "ablt", "посваритися", "quarrelled with {}"),
    ("з", "ablt", "зустрітися", "met {}"), ("над", "ablt", "посміятися", "laughed at {}"),
    ("без", "gent", "обійтися", "managed without {}"), ("після", "gent", "прийти", "came after {}"),
)  # fmt: skip
_THEN = """зникнути=disappeared померти=died повернутися=returned заснути=slept утекти=escaped вижити=survived
засміятися=laughed заплакати=wept постраждати=suffered переїхати=moved зупинитися=stopped""".split()
_WHO = {"masc": "який", "femn": "яка", "neut": "яке"}
_WHOM = {"masc": "який", "femn": "яку", "neut": "яке"}  # of things; «якого» of a man
_MORE = (
    ("дорожч", "more expensive"), ("дешевш", "cheaper"), ("більш", "bigger"), ("менш", "smaller"), ("сильніш", "stronger"),
    ("важч", "heavier"), ("кращ", "better"), ("гірш", "worse"), ("старш", "older"), ("молодш", "younger"),
    ("страшніш", "more terrible"), ("корисніш", "more useful"),
)  # fmt: skip
_ENDINGS = {"masc": "ий", "femn": "а", "neut": "е"}


class Noun(NamedTuple):
    """A noun in the singular, with its adjective if it has one."""

    english: str
    gender: str
    animate: bool
    cases: dict[str, str]

    def the(self, article: str = "the") -> str:
        """It with its article."""
        vowel = self.english[0] in "aeio" or (
            self.english[0] == "u" and not self.english.startswith(("uni", "use", "uto"))
        )
        return f"{'an' if article == 'a' and vowel and not self.english.startswith(('eu', 'one')) else article} {self.english}"


def _noun(parse: Any, english: str, of: tuple[Any, str] | None = None) -> Noun | None:
    gender, animate = parse.tag.gender, "anim" in parse.tag
    if gender not in GENDERS:
        return None
    cases = {}
    for case in ("nomn", "gent", "datv", "ablt"):
        word = parse.inflect({case})
        adjective = of[0].inflect({gender, case}) if of else None
        if not word or (of and not adjective):
            return None
        cases[case] = f"{adjective.word} {word.word}" if adjective else str(word.word)
    if (
        gender == "femn"
    ):  # the other genders have the accusative of the nominative or, what lives and is masculine, of the genitive
        word, adjective = parse.inflect({"accs"}), of[0].inflect({"femn", "accs"}) if of else None
        if not word or (of and not adjective):
            return None
        cases["accs"] = f"{adjective.word} {word.word}" if adjective else str(word.word)
    else:
        cases["accs"] = cases["gent" if animate and gender == "masc" else "nomn"]
    return Noun(f"{of[1]} {english}" if of else english, gender, animate, cases)


def _past(parse: Any, gender: str) -> str:
    return re.sub("сь$", "ся", parse.inflect({"past", gender}).word)  # «зустрілась» is the rarer form


class Frames:
    """Sentences from the frames, drawn with ``rng``."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.animate: list[tuple[Any, str]] = []
        self.things: list[tuple[Any, str]] = []
        self.adjectives: list[tuple[Any, str]] = []
        for uk, en in lexicon():
            if not (uk.isalpha() and en.isalpha() and uk.islower() and en.islower()):
                continue
            parse = next((parse for parse in parses(uk) if parse.normal_form == uk), None)
            if (
                parse
                and {"NOUN", "nomn"} in parse.tag
                and parse.tag.number != "plur"
                and en in lemminflect.getLemma(en, "NOUN")
            ):
                datives = {form.word for form in parse.lexeme if "datv" in form.tag}
                if any("ADJF" in other.tag for other in parses(uk)) or uk in datives:
                    continue  # «кривий», who may be one, and what has no cases
                (self.animate if "anim" in parse.tag else self.things).append((parse, en))
            elif parse and "ADJF" in parse.tag:
                self.adjectives.append((parse, en))

    def noun(self, words: list[tuple[Any, str]]) -> Noun:
        """One of ``words``, every third with an adjective."""
        while True:
            of = self.rng.choice(self.adjectives) if self.rng.random() < 0.33 else None
            if found := _noun(*self.rng.choice(words), of):
                return found

    def anyone(self) -> Noun:
        """A person, an animal or a thing."""
        return self.noun(self.rng.choice((self.animate, self.things)))

    def force(self) -> Noun:
        """A storm or a bomb."""
        while True:
            uk, en = self.rng.choice(_FORCES).split("=")
            if found := _noun(next(parse for parse in parses(uk) if {"NOUN", "nomn"} in parse.tag), en):
                return found

    def deed(self) -> tuple[Noun, Noun, dict[str, str], str, str]:
        """Who does it, to whom, the past of the verb by gender, and its English past and participle."""
        while True:
            if self.rng.random() < 0.15:
                who, whom, verbs = self.force(), self.anyone(), _BY_FORCE
            else:
                who, whom = self.noun(self.animate), self.anyone()
                verbs = self.rng.choice((_TO_ANYONE, _TO_SOMEBODY if whom.animate else _TO_THINGS))
            uk, en = self.rng.choice(verbs).split("=")
            past, participle = lemminflect.getInflection(en, "VBD"), lemminflect.getInflection(en, "VBN")
            parse = next(parse for parse in parses(uk) if parse.normal_form == uk and "VERB" in parse.tag)
            forms = {gender: form.word for gender in GENDERS if (form := parse.inflect({"past", gender}))}
            plural = parse.inflect({"past", "plur"})
            told = (
                who.cases["nomn"] != who.cases["accs"]
                or whom.cases["nomn"] != whom.cases["accs"]
                or who.gender != whom.gender
            )
            if len(forms) == len(GENDERS) and plural and past and participle and told:
                return who, whom, {**forms, "plur": plural.word}, past[0], participle[0]

    def object_first(self) -> Pair:
        """«Хлопця вкусив собака»."""
        who, whom, verb, _, participle = self.deed()
        article = self.rng.choice(("the", "a"))
        return (f"{whom.cases['accs']} {verb[who.gender]} {who.cases['nomn']}",
                f"{whom.the()} was {participle} by {who.the(article)}")  # fmt: skip

    def subject_first(self) -> Pair:
        """«Собака вкусив хлопця»."""
        who, whom, verb, past, _ = self.deed()
        article = self.rng.choice(("the", "a"))
        return f"{who.cases['nomn']} {verb[who.gender]} {whom.cases['accs']}", f"{who.the()} {past} {whom.the(article)}"

    def nobody(self) -> Pair:
        """«Хлопця вкусили»."""
        _, whom, verb, _, participle = self.deed()
        return f"{whom.cases['accs']} {verb['plur']}", f"{whom.the()} was {participle}"

    def without_verb(self) -> Pair:
        """«Хлопця вкусив собака, а дівчину — кіт»."""
        who, whom, verb, past, participle = self.deed()
        other = self.noun(self.animate)
        another = self.noun(self.animate if whom.animate else self.things)
        if self.rng.random() < 0.5 and other.gender == "femn":  # «кіт» beside a feminine accusative might be either
            uk = f"{whom.cases['accs']} {verb[who.gender]} {who.cases['nomn']}, а {another.cases['accs']} — {other.cases['nomn']}"
            return uk, f"{whom.the()} was {participle} by {who.the()}, and {another.the()} by {other.the()}"
        uk = f"{who.cases['nomn']} {verb[who.gender]} {whom.cases['accs']}, а {other.cases['nomn']} — {another.cases['accs']}"
        return uk, f"{who.the()} {past} {whom.the()}, and {other.the()} {another.the()}"

    def dative(self) -> Pair:
        """«Хлопцеві бракує ножа», «Хлопцеві довелося чекати»."""
        who, what = self.noun(self.animate), self.anyone()
        if self.rng.random() < 0.5:
            (must, english), (deed, done) = self.rng.choice(_MUST), self.rng.choice(_DEEDS)
            return f"{who.cases['datv']} {must} {deed}", f"{who.the()} {english} {done}"
        liked = {"masc": "сподобався", "femn": "сподобалася", "neut": "сподобалося"}[what.gender]
        needed = {"masc": "потрібен", "femn": "потрібна", "neut": "потрібне"}[what.gender]
        dreamed = {"masc": "наснився", "femn": "наснилася", "neut": "наснилося"}[what.gender]
        return self.rng.choice((
            (f"{who.cases['datv']} бракує {what.cases['gent']}", f"{who.the()} lacks {what.the('a')}"),
            (f"{who.cases['datv']} {liked} {what.cases['nomn']}", f"{who.the()} liked {what.the()}"),
            (f"{who.cases['datv']} {needed} {what.cases['nomn']}", f"{who.the()} needs {what.the('a')}"),
            (f"{who.cases['datv']} {dreamed} {what.cases['nomn']}", f"{who.the()} dreamed of {what.the('a')}"),
            (f"{who.cases['datv']} належить {what.cases['nomn']}", f"{what.the()} belongs to {who.the()}"),
            (f"у {who.cases['gent']} немає {what.cases['gent']}", f"{who.the()} has no {what.english}"),
            (f"у {who.cases['gent']} є {what.cases['nomn']}", f"{who.the()} has {what.the('a')}"),
            (f"у {who.cases['gent']} вкрали {what.cases['accs']}", f"{who.the()} had {what.the('a')} stolen"),
            (f"{who.cases['datv']} подарували {what.cases['accs']}", f"{who.the()} was given {what.the('a')}"),
            (f"{who.cases['datv']} показали {what.cases['accs']}", f"{who.the()} was shown {what.the('a')}"),
        ))  # fmt: skip

    def preposition_first(self) -> Pair:
        """«Про хлопця забув учитель»."""
        who, what = self.noun(self.animate), self.anyone()
        preposition, case, verb, english = self.rng.choice(_WITH_PREPOSITION)
        parse = next(parse for parse in parses(verb) if parse.normal_form == verb)
        past = _past(parse, who.gender)
        uk = f"{preposition} {what.cases[case]} {past} {who.cases['nomn']}"
        if self.rng.random() < 0.3:
            uk = f"{who.cases['nomn']} {past} {preposition} {what.cases[case]}"
        return uk, f"{who.the()} {english.format(what.the())}"

    def relative(self) -> Pair:
        """«Хлопець, якого вкусив собака, зник»; «Собака, який вкусив хлопця, зник»."""
        who, whom, verb, past, participle = self.deed()
        one = whom if self.rng.random() < 0.6 else who
        then, did = self.rng.choice(_THEN).split("=")
        gone = _past(next(parse for parse in parses(then) if parse.normal_form == then), one.gender)
        if one is whom:
            pronoun = "якого" if whom.animate and whom.gender == "masc" else _WHOM[whom.gender]
            english = (
                f"{'who' if whom.animate else 'that'} was {participle} by {who.the(self.rng.choice(('the', 'a')))}"
            )
            return (
                f"{whom.cases['nomn']}, {pronoun} {verb[who.gender]} {who.cases['nomn']}, {gone}",
                f"{whom.the()} {english} {did}",
            )
        english = f"{'who' if who.animate else 'that'} {past} {whom.the(self.rng.choice(('the', 'a')))}"
        uk = f"{who.cases['nomn']}, {_WHO[who.gender]} {verb[who.gender]} {whom.cases['accs']}, {gone}"
        return uk, f"{who.the()} {english} {did}"

    def compared(self) -> Pair:
        """«Човен дорожчий за хату»."""
        one, other = self.anyone(), self.anyone()
        stem, english = self.rng.choice(_MORE)
        return (f"{one.cases['nomn']} {stem}{_ENDINGS[one.gender]} за {other.cases['accs']}",
                f"{one.the()} is {english} than {other.the()}")  # fmt: skip

    def became(self) -> Pair:
        """«Хлопець став лікарем»."""
        one, other = self.noun(self.animate), self.noun(self.animate)
        verb = {"masc": "став", "femn": "стала", "neut": "стало"}[one.gender]
        return self.rng.choice((
            (f"{one.cases['nomn']} {verb} {other.cases['ablt']}", f"{one.the()} became {other.the('a')}"),
            (f"{one.cases['accs']} вважають {other.cases['ablt']}", f"{one.the()} is considered {other.the('a')}"),
            (f"{one.cases['accs']} прийняли за {other.cases['accs']}", f"{one.the()} was mistaken for {other.the('a')}"),
        ))  # fmt: skip


def sentences(count: int, rng: random.Random) -> Iterator[Pair]:
    """``count`` sentences; every third has a time, before or after."""
    frames = Frames(rng)
    makers: tuple[Callable[[], Pair], ...] = (
        frames.object_first, frames.object_first, frames.subject_first, frames.nobody, frames.without_verb, frames.dative,
        frames.dative, frames.preposition_first, frames.relative, frames.compared, frames.became,
    )  # fmt: skip
    seen: set[str] = set()
    while len(seen) < count:
        uk, en = rng.choice(makers)()
        if uk in seen:
            continue
        seen.add(uk)
        if rng.random() < 0.33 and " was " in en and "," not in en:
            when, time = rng.choice(_WHEN)
            uk, en = (f"{when} {uk}" if rng.random() < 0.5 else f"{uk} {when}"), f"{en} {time}"
        yield f"{uk[0].upper()}{uk[1:]}.", f"{en[0].upper()}{en[1:]}."
