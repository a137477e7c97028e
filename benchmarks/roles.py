"""In how many sentences the translation says who does what to whom, where only the cases tell it.

    python -m benchmarks.roles [--show] [--model MODEL]

Sixty sentences (``data/roles.tsv``: kind, sentence, pattern) with the object first («Хлопчика збила вантажівка»), and with a dative
first, no subject at all, or a second clause without its verb («Лист написав прокурор, а відповідь — суддя»). They were written for
this benchmark; none is in the training corpus. A translation is right where it matches the pattern, which allows the active and the
passive and common synonyms, but not the roles exchanged or lost.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from toolkit import Toolkit

DATA = Path(__file__).with_name("data") / "roles.tsv"


def main() -> None:
    """Prints the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print the translations that are wrong")
    parser.add_argument("--model", default="uk-en-small", help="a name or a folder (default uk-en-small)")
    options = parser.parse_args()
    rows = [line.split("\t") for line in DATA.read_text("utf-8").splitlines()]
    toolkit = Toolkit(options.model)
    outputs = [translation.text.strip() for translation in toolkit.translate_many([source for _, source, _ in rows])]
    checked = [
        (kind, source, output, bool(re.search(pattern, output, re.IGNORECASE)))
        for (kind, source, pattern), output in zip(rows, outputs, strict=True)
    ]
    for kind in dict.fromkeys(kind for kind, *_ in checked):
        right = [ok for one, *_, ok in checked if one == kind]
        print(f"{kind}: {sum(right)} of {len(right)}, {sum(right) / len(right):.0%}")
    if options.show:
        for _, source, output, ok in checked:
            if not ok:
                print(f"{source}\n  {output}")


if __name__ == "__main__":
    main()
