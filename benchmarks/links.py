"""How many links, addresses, telephone numbers and names in Latin letters come out letter for letter, with the toolkit and without.

    python -m benchmarks.links [--show]

Forty sentences as they stand under and in news, with one to three of them each: the model alone on the sentences as they are, and
the toolkit with the same model.
"""

from __future__ import annotations

import argparse

from toolkit import Toolkit
from toolkit.engines import Decoding
from toolkit.models import load
from toolkit.normalisation import normalise
from toolkit.verbatim import set_aside

SENTENCES = (
    "Контакти для преси: press@school.example, тел. (057) 555-01-23.",
    "Детальніше про це можна прочитати на сайті https://fund.example/zvit у розділі «Новини».",
    "Заявки надсилайте на адресу konkurs@muzei.example до 15 травня.",
    "За посиланням https://misto.example/app?mova=uk можна завантажити застосунок.",
    "Пишіть на info@dity.example або телефонуйте.",
    "Відео опублікував канал @misto_novyny.",
    "Повний текст звіту: https://komisiia.example/2025/zvit.pdf",
    "Редакція отримала відповідь від речниці компанії, яка просила надсилати запитання на media@zavod.example.",
    "https://zbir.example – сайт фонду, на якому щодня оновлюють суму зібраних коштів.",
    "Квитки продають на www.teatr.example, у касі театру та біля входу.",
    "Якщо ви помітили помилку, повідомте нам на pomylka@gazeta.example – ми виправимо її протягом доби.",
    "Реєстрація учасників триває на платформі https://kursy.example/#zapys до кінця місяця.",
    "Джерело: https://stat.example.",
    "Про це повідомив журналіст @petro_z.",
    "Мапу укриттів опубліковано за адресою https://mapa.example/ukryttia, вона оновлюється щогодини.",
    "Гаряча лінія +38 044 123-45-67 працює цілодобово.",
    "Питання можна поставити телефоном 067-123-45-67 або поштою pytannia@rada.example.",
    "Телефонуйте на 0 800 500 225 з дев'ятої до шостої.",
    "Мапа є на https://a.example/mapa, https://a.example/mapa/2 та https://b.example.",
    "Прийом документів: вул. Садова, 12, тел. (0332) 71-22-33.",
)
NAMES = {
    "Компанія SpaceX запустила ракету Falcon 9.": "SpaceX|Falcon 9",
    "Apple представила iPhone 17 Pro та годинник Watch Ultra.": "Apple|iPhone 17 Pro|Watch Ultra",
    "Про це пише The New York Times.": "New York Times",
    "Видання Politico з'ясувало подробиці угоди.": "Politico",
    "Співачка Alyona Alyona виступила на фестивалі Atlas Weekend.": "Alyona Alyona|Atlas Weekend",
    "Препарат Paxlovid допомагає від COVID-19.": "Paxlovid|COVID-19",
    "Літак Boeing 737 MAX здійснив посадку в полі.": "Boeing 737 MAX",
    "Німецькі танки Leopard 2A6 уже прибули.": "Leopard 2A6",
    "Систему IRIS-T передали минулого тижня.": "IRIS-T",
    "За даними Bloomberg, Naftogaz домовився з Equinor.": "Bloomberg|Naftogaz|Equinor",
    "Автомобіль Volkswagen Transporter протаранив Skoda Octavia.": "Volkswagen Transporter|Skoda Octavia",
    "Сервіс Monobank додав підтримку Apple Pay.": "Monobank|Apple Pay",
    "Український стартап Grammarly залучив інвестиції.": "Grammarly",
    "Канал Netflix зняв серіал Stranger Things.": "Netflix|Stranger Things",
    "Учені з University of Oxford опублікували статтю в журналі Nature.": "University of Oxford|Nature",
    "Вірус H5N1 виявили на трьох фермах.": "H5N1",
    "Акції Rheinmetall подорожчали, а Porsche втратила відсоток.": "Rheinmetall|Porsche",
    "Дрони Shahed і ракети Iskander збили над областю.": "Shahed|Iskander",
    "Клуб Borussia Dortmund викупив контракт гравця.": "Borussia Dortmund",
    "Розслідувачі Bellingcat встановили особу агента.": "Bellingcat",
}


def main() -> None:
    """Prints how many came out whole."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print the translations")
    options = parser.parse_args()
    model, toolkit = load(), Toolkit()
    decoding = Decoding(length_penalty=model.info.length_penalty)
    links = {sentence: set_aside(normalise(sentence))[1] for sentence in SENTENCES}
    for what, wanted in (
        ("links and numbers", links),
        ("names", {text: names.split("|") for text, names in NAMES.items()}),
    ):
        batches = ([model.tokenizer.encode(normalise(text))] for text in wanted)
        alone = [model.tokenizer.decode(output.tokens) for (output,) in model.engine.translate(batches, decoding)]
        whole = [translation.text for translation in toolkit.translate_many(wanted)]
        for how, outputs in (("the model alone", alone), ("with the toolkit", whole)):
            found = sum(
                part in output for output, parts in zip(outputs, wanted.values(), strict=True) for part in parts
            )
            print(f"{what}, {how}: {found} of {sum(map(len, wanted.values()))} whole")
            if options.show:
                print("\n".join(f"  {output}" for output in outputs))


if __name__ == "__main__":
    main()
