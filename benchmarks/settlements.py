"""How many names of Ukrainian settlements come out in their official spelling, with the check of names and without.

    python -m benchmarks.settlements [--show]

Eighty-odd sentences of ten kinds with names of villages and towns, most of which no training text has, after the word for what
they are; and thirty with towns of the built-in list by themselves. The same model translates them twice.
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
TOWNS = {
    "Такий самий центр з'явиться у {} навесні.": "Вижниці Новоселиці Хотині Кіцмані Коломиї Калуші Снятині Стрию Самборі Жовкві",
    "Волонтери приїхали з {} вранці.": "Кременця Чорткова Збаража Бучача Шепетівки Жмеринки Козятина Бершаді Тульчина Немирова",
    "Росіяни обстріляли {} з артилерії.": "Охтирку Конотоп Шостку Токмак Гуляйполе Нікополь Каховку Вовчанськ Волноваху Балаклію",
}
ENGLISH = (
    "Vyzhnytsia Novoselytsia Khotyn Kitsman Kolomyia Kalush Sniatyn Stryi Sambir Zhovkva Kremenets Chortkiv Zbarazh Buchach "
    "Shepetivka Zhmerynka Koziatyn Bershad Tulchyn Nemyriv Okhtyrka Konotop Shostka Tokmak Huliaipole Nikopol Kakhovka "
    "Vovchansk Volnovakha Balakliia"
).split()


def main() -> None:
    """Prints the share of names that are right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print the translations that are wrong")
    options = parser.parse_args()
    villages = [SENTENCES[index % len(SENTENCES)].format(name) for index, name in enumerate(NAMES)]
    towns = [sentence.format(form) for sentence, forms in TOWNS.items() for form in forms.split()]
    wanted = [transliterate(name).capitalize() for name in NAMES]
    for what, sources, names in (("after the word for them", villages, wanted), ("by themselves", towns, ENGLISH)):
        for checked in (False, True):
            translations = [item.text for item in Toolkit(names=checked).translate_many(sources)]
            wrong = [(name, text) for name, text in zip(names, translations, strict=True) if name not in text]
            how = "with" if checked else "without"
            print(f"{what}, {how} the check: {1 - len(wrong) / len(names):.0%} of {len(names)} right")
            if options.show:
                print("".join(f"  {name}: {text}\n" for name, text in wrong), end="")


if __name__ == "__main__":
    main()
