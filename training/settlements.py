"""Sentences about villages that there may or may not be: names built as Ukrainian ones are, in all cases, with their romanisation.

There are 28,000 settlements in Ukraine, and a corpus names a few hundred. What a model has to learn is not the names but how any
such name is written in Latin letters, and from which case form (resolution 55 of the Cabinet of Ministers, 2010).
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from toolkit.transliteration import transliterate

_STEMS = (
    "верб дуб калин яблун лип сокир рокит берез сосн крив кам'ян гнил син чорн біл красн солон холодн тепл широк висок низ довг "
    "кругл петр іван василь микол олекс андрі гаври михайл степан федор юр яків роман богдан тарас остап гриц данил захар кирил "
    "лук макар назар павл сав семен терен тимош улян харит хом щербак яр ковал бондар гончар мельник кравч швач рибал козач "
    "пасіч вовч ведмед лисич заяч бобр орл сокол журавл лебед горобц зозул щук карас линов очерет комиш осок мох глин піщан "
    "кремен руд соляр дубров дібров байрак левад луг полян степ долин яр хвил озер крин джерел став річ потік брід мост млин "
    "город гат замк валк могил курган церков монастир хрест троїц успен пречист воздвижен покров мих ворон ворот гай глод грабов "
    "жит пшенич греч просян маків медв молоч сирот сонц зір вільх вишн вишгород весел вільн нов стар мал велик верхн нижн перш "
    "забор завод загор закр зален замост запруд заріч затиш підгір підліс підгай надріч приліс придоріж міжріч"
).split()
_VOWELS = "аеиіоуюяєї"
# The ending of the nominative, genitive, locative and accusative.
_ENDINGS = (
    ("івка", "івки", "івці", "івку"),
    ("ове", "ового", "овому", "ове"),
    ("инці", "инців", "инцях", "инці"),
    ("ани", "ан", "анах", "ани"),
    ("ичі", "ичів", "ичах", "ичі"),
    ("ів", "ова", "ові", "ів"),
    ("ське", "ського", "ському", "ське"),
    ("не", "ного", "ному", "не"),
    ("ище", "ища", "ищі", "ище"),
    ("инка", "инки", "инці", "инку"),
    ("енька", "еньки", "еньці", "еньку"),
    ("ики", "иків", "иках", "ики"),
    ("ачі", "ачів", "ачах", "ачі"),
    ("ин", "ина", "ині", "ин"),
    ("анка", "анки", "анці", "анку"),
    ("уватка", "уватки", "уватці", "уватку"),
    ("иця", "иці", "иці", "ицю"),
)
_REGIONS = (
    ("Вінницької", "Vinnytsia"), ("Волинської", "Volyn"), ("Дніпропетровської", "Dnipropetrovsk"), ("Донецької", "Donetsk"),
    ("Житомирської", "Zhytomyr"), ("Закарпатської", "Zakarpattia"), ("Запорізької", "Zaporizhzhia"),
    ("Івано-Франківської", "Ivano-Frankivsk"), ("Київської", "Kyiv"), ("Кіровоградської", "Kirovohrad"), ("Луганської", "Luhansk"),
    ("Львівської", "Lviv"), ("Миколаївської", "Mykolaiv"), ("Одеської", "Odesa"), ("Полтавської", "Poltava"),
    ("Рівненської", "Rivne"), ("Сумської", "Sumy"), ("Тернопільської", "Ternopil"), ("Харківської", "Kharkiv"),
    ("Херсонської", "Kherson"), ("Хмельницької", "Khmelnytskyi"), ("Черкаської", "Cherkasy"), ("Чернігівської", "Chernihiv"),
    ("Чернівецької", "Chernivtsi"),
)  # fmt: skip
# {n} nominative, {g} genitive, {l} locative, {a} accusative, {e} English; {m} and {f} of another; {r} and {R} a region.
_SENTENCES = (
    ("Пожежа сталася в селі {n} {r} області.", "A fire broke out in the village of {e} in the {R} region."),
    ("Пожежа сталася в селі {l} {r} області.", "A fire broke out in the village of {e} in the {R} region."),
    ("Мешканці села {n} зібрали гроші на генератор.", "Residents of the village of {e} have raised money for a generator."),
    ("Мешканці {g} зібрали гроші на автівку для військових.", "Residents of {e} have raised money for a vehicle for the military."),
    ("Росіяни обстріляли {a}, поранено двох людей.", "The Russians shelled {e}, wounding two people."),
    ("Росіяни обстріляли села {n} та {m}.", "The Russians shelled the villages of {e} and {f}."),
    ("Поблизу {g} збили безпілотник.", "A drone was shot down near {e}."),
    ("Уламки впали на околиці {g}.", "Debris fell on the outskirts of {e}."),
    ("У {l} {r} області відкрили нову школу.", "A new school has opened in {e} in the {R} region."),
    ("У селищі {n} немає світла третю добу.", "The settlement of {e} has been without electricity for three days."),
    ("Бої тривають у районі {g} та {m}.", "Fighting continues in the area of {e} and {f}."),
    ("Дорогу від {g} до {m} відремонтують навесні.", "The road from {e} to {f} will be repaired in the spring."),
    ("Він народився в {l}, а виріс у місті.", "He was born in {e} and grew up in the city."),
    ("Староста села {n} подав у відставку.", "The head of the village of {e} has resigned."),
    ("Автобус до {g} курсує двічі на день.", "The bus to {e} runs twice a day."),
    ("Рятувальники евакуювали з {g} сорок людей.", "Rescuers evacuated forty people from {e}."),
    ("Через повінь у {l} затопило двадцять будинків.", "Floods in {e} have left twenty houses under water."),
    ("Фермер із {g} виростив гарбуз вагою сто кілограмів.", "A farmer from {e} has grown a pumpkin of one hundred kilograms."),
    ("Ворог намагався просунутися в напрямку {g}.", "The enemy tried to advance in the direction of {e}."),
    ("Громада {g} отримала машину швидкої допомоги.", "The community of {e} has received an ambulance."),
    ("Село {n} знову зі світлом", "The village of {e} has electricity again"),
    ("Село {n} відсвяткувало сторіччя школи.", "The village of {e} has celebrated the centenary of its school."),
    ("Село {n} лишилося без води, повідомила староста.", "The village of {e} is without water, its head said."),
    ("Селище {n} звільнено від окупантів.", "The settlement of {e} has been liberated from the occupiers."),
    ("Місто {n} готується до зими.", "The town of {e} is preparing for winter."),
    ("с. {n}", "village of {e}"),
)  # fmt: skip


def _name(rng: random.Random) -> tuple[str, str, str, str]:
    """A name in the nominative, genitive, locative and accusative."""
    stem, endings = rng.choice(_STEMS), rng.choice(_ENDINGS)
    if stem[-1] in _VOWELS:
        stem += "їв" if stem[-1] == "і" else "в"
    if stem.endswith("ь"):
        stem = stem[:-1]
    nominative, genitive, locative, accusative = ((stem + ending).capitalize() for ending in endings)
    return nominative, genitive, locative, accusative


def settlements(rng: random.Random, count: int = 6_000) -> Iterator[tuple[str, str]]:
    """``count`` pairs of a Ukrainian and an English sentence."""
    for _ in range(count):
        ukrainian, english = rng.choice(_SENTENCES)
        (n, g, l, a), (region, region_english) = _name(rng), rng.choice(_REGIONS)  # noqa: E741
        other = _name(rng)
        # «та {m}» after a nominative is a nominative, after «від» and «у районі» a genitive.
        m = other[0] if "села {n} та" in ukrainian else other[1]
        e, f = (transliterate(name).capitalize() for name in (n, other[0]))
        yield (
            ukrainian.format(n=n, g=g, l=l, a=a, m=m, r=region),
            english.format(e=e, f=f, R=region_english),
        )
