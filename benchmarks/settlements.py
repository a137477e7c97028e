"""How many names of Ukrainian settlements come out in their official spelling, with the check of names and without.

    python -m benchmarks.settlements [--show]

Eighty-odd sentences of ten kinds with names of villages and towns, most of which no training text has; the same model
translates them twice.
"""

from __future__ import annotations

import argparse

from toolkit import Toolkit
from toolkit.transliteration import transliterate

NAMES = (
    "Вербове Озаринці Кальник Дубинка Терешківка Сокиринці Мервин Гнилець Заболоття Рокитне Веселинівка Перекопівка "
    "Хотиничі Смолянка Гаврилівка Лозуватка Степне Довжанка Бобринець Ставище Кривець Острожани Яблунівка Кирнасівка "
    "Холодне Гришине Новоселівка Тростянець Пологи Біленьке Зарічне Комишани Борова Гуляйполе Бородянка Макарів Козелець "
    "Ічня Зміїв Диканька Опішня Решетилівка Кобеляки Лохвиця Гадяч Пирятин Семенівка Котельва Машівка Чутове Білики "
    "Великосілля Грушине Двірець Жукотин Зимогір'я Калинівка Лебедівка Медвин Нагірянка Охрімівка Павлиш Розсоша Сваричівка "
    "Трудолюбівка Улянівка Федорівка Хмелівське Цибулів Червоне Шабельники Щербані Юрківка Ялинець Антонівка Бабине Вовчинець "
    "Глинське Дмитрівка"
).split()
SENTENCES = (
    "Пожежа сталася в селі {} Полтавської області.",
    "Мешканці села {} зібрали гроші на генератор.",
    "Росіяни обстріляли селище {}, поранено двох людей.",
    "У місті {} відкрили нову школу.",
    "Село {} залишилося без світла на три доби.",
    "Поблизу села {} знайшли уламки безпілотника.",
    "Лікар із містечка {} виграв міжнародний конкурс.",
    "Дорогу до селища {} відремонтують навесні.",
    "Рятувальники евакуювали з села {} сорок людей.",
    "Через повінь у селі {} затопило двадцять будинків.",
)


def main() -> None:
    """Prints the share of names that are right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print the translations that are wrong")
    options = parser.parse_args()
    sources = [SENTENCES[index % len(SENTENCES)].format(name) for index, name in enumerate(NAMES)]
    for checked in (False, True):
        translations = [item.text for item in Toolkit(names=checked).translate_many(sources)]
        wrong = [
            (name, english)
            for name, english in zip(NAMES, translations, strict=True)
            if transliterate(name).capitalize() not in english
        ]
        print(f"{'with' if checked else 'without'} the check: {1 - len(wrong) / len(NAMES):.0%} of {len(NAMES)} right")
        if options.show:
            for name, english in wrong:
                print(f"  {name}: {english}")


if __name__ == "__main__":
    main()
