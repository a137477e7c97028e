"""Writes the embedded model's scores and a sample of its output into the README, as they are.

python -m training.readme
"""

from __future__ import annotations

import re
from pathlib import Path

import toolkit
from toolkit.models import find

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "seeds/07-windows-1251.txt"
SENTENCES = 6


def main() -> None:
    """Rewrites the row of the table and the part between the sample marks."""
    path = ROOT / "README.md"
    text = path.read_text("utf-8")
    info = find()
    cells = [f"{info.scores[name]['bleu']:.1f} / {info.scores[name]['chrf']:.1f}" for name in ("wmt22", "ntrex_dev")]
    size = f"{info.parameters / 1e6:.0f} M parameters, {info.bytes_on_disk / 1e6:.0f} MB"
    row = f"| **uk-en-small** (in the package) | {' | '.join(cells)} | {size} |"
    text = re.sub(r"^\| \*\*uk-en-small\*\*.*$", row, text, flags=re.MULTILINE)
    translation = toolkit.Toolkit().translate(ROOT / SAMPLE)
    rows = [
        f"| {item.source.text} | {item.text}{' ⚠' if item.warnings else ''} |"
        for item in translation.sentences[:SENTENCES]
    ]
    sample = "\n".join([f"The beginning of `{SAMPLE}`, as the embedded model translates it:", "", "| original | translation |",
                        "| --- | --- |", *rows])  # fmt: skip
    text = re.sub(
        r"(<!-- sample: begin -->\n).*?(<!-- sample: end -->)",
        lambda m: f"{m[1]}{sample}\n{m[2]}",
        text,
        flags=re.DOTALL,
    )
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
