"""Peak memory of ``toolkit translate`` on JSONL files of 500 and of 5,000 articles.

python -m benchmarks.memory --data ../shared/data/written
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path


def articles(folder: Path, count: int) -> list[dict[str, str]]:
    """Articles of the corpus in random order, so that few have the same lengths as many; once it is used up, numbered copies."""
    found: list[dict[str, str]] = []
    for path in sorted(folder.glob("*.txt")):
        for block in path.read_text("utf-8").split("\n\n"):
            lines = [line.split("\t")[0] for line in block.splitlines() if "\t" in line and not line.startswith("= ")]
            if len(lines) > 2:
                found.append({"title": lines[0].removeprefix("@ "), "text": " ".join(lines[1:])})
    random.Random(0).shuffle(found)
    size = len(found)
    while len(found) < count:
        copy = found[len(found) - size]
        found.append({**copy, "text": f"Це {len(found)}. {copy['text']}"})
    return found[:count]


def peak(path: Path) -> int:
    """Peak resident memory, in bytes, of translating a file to a pipe."""
    code = (
        "import sys\n"
        "from toolkit.cli import main\n"
        "sys.argv = ['toolkit', 'translate', sys.argv[1], '--quality', 'fast', '--format', 'txt', '-q']\n"
        "try:\n    main()\n"
        "except SystemExit:\n    pass\n"
        # Not getrusage: a child begins with the peak of the process it was forked from.
        "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1], file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, os.fspath(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=True,
    )
    return 1024 * int(result.stderr.split()[-1])


def main() -> None:
    """Prints both figures and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--counts", type=int, nargs=2, default=(500, 5000))
    options = parser.parse_args()
    peaks = []
    with tempfile.TemporaryDirectory() as temporary:
        for count in options.counts:
            path = Path(temporary) / f"{count}.jsonl"
            lines = (json.dumps(article, ensure_ascii=False) for article in articles(options.data, count))
            path.write_text("\n".join(lines) + "\n", "utf-8")
            peaks.append(peak(path))
            print(f"{count} articles: {peaks[-1] / 1e6:.0f} MB", flush=True)
    print(f"ratio {peaks[1] / peaks[0]:.2f}")


if __name__ == "__main__":
    main()
