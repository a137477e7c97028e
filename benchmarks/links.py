"""How many links, addresses, handles and telephone numbers come out letter for letter, set aside and left to the model.

    python -m benchmarks.links [--show]

Twenty sentences as they stand under and in news, with one to three of them each; the same model translates them twice.
"""

from __future__ import annotations

import argparse

from toolkit.engines import Decoding
from toolkit.models import load
from toolkit.normalisation import normalise
from toolkit.verbatim import put_back, set_aside

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


def main() -> None:
    """Prints how many came out whole."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print the translations")
    options = parser.parse_args()
    model = load()
    decoding = Decoding(length_penalty=model.info.length_penalty)
    plain = [normalise(sentence) for sentence in SENTENCES]
    aside = [set_aside(text) for text in plain]
    kept = [parts for _, parts in aside]
    for name, texts in (("left to the model", plain), ("set aside", [text for text, _ in aside])):
        batches = ([model.tokenizer.encode(text)] for text in texts)
        outputs = [model.tokenizer.decode(output.tokens) for (output,) in model.engine.translate(batches, decoding)]
        if name == "set aside":
            outputs = [put_back(output, parts) or output for output, parts in zip(outputs, kept, strict=True)]
        whole = sum(part in output for output, parts in zip(outputs, kept, strict=True) for part in parts)
        print(f"{name}: {whole} of {sum(map(len, kept))} whole")
        if options.show:
            print("\n".join(f"  {output}" for output in outputs))


if __name__ == "__main__":
    main()
