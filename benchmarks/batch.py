"""Folders: files and sentences a second against every simpler way, a second run, Ray, and memory; in one run.

python -m benchmarks.batch --data ../shared/data/written                    # speed
python -m benchmarks.batch --data ../shared/data/written --memory           # peak memory of 2,000 and of 20,000 files

(a) the command ``toolkit translate`` once for each file (a sample of them), (b) ``t.translate`` in a loop, (c) the engine alone on
all sentences at once, tokenised and planned beforehand, (d) ``toolkit batch``, without a memory, (e) the same again with nothing
changed, (f) ``toolkit batch --engine ray`` on one and on two actors (where Ray is installed; without the seconds that Ray takes
to start).
"""

from __future__ import annotations

import argparse
import functools
import importlib.util
import logging
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.memory import articles

COMMAND = [sys.executable, "-m", "toolkit.cli"]


def make_files(data: Path, folder: Path, count: int) -> int:
    """Writes ``count`` articles as text files in folders of a hundred, and returns how many sentences they have."""
    from toolkit import Toolkit

    t = Toolkit()
    sentences = 0
    for number, article in enumerate(articles(data, count)):
        path = folder / f"{number // 100:03}" / f"{number:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{article['title']}\n\n{article['text']}\n", "utf-8")
        if count <= 5000:
            sentences += len(t.read(path).sentences)
    return sentences


def seconds(call: Callable[[], object]) -> float:
    """How long a call takes."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def batch(source: Path, output: Path, *options: str) -> None:
    """``toolkit batch`` as a command."""
    subprocess.run([*COMMAND, "batch", str(source), str(output), "--quiet", "--no-memory", *options], check=True)


def one_by_one(files: list[Path], output: Path) -> None:
    """``toolkit translate`` as a command for each file."""
    for path in files:
        subprocess.run([*COMMAND, "translate", str(path), "-q", "-o", str(output / f"{path.stem}.md")], check=True)


def loop(files: list[Path]) -> None:
    """``t.translate`` in a loop."""
    from toolkit import Toolkit

    t = Toolkit()
    for path in files:
        t.translate(path)


def engine_alone(files: list[Path]) -> float:
    """Seconds that the engine takes for all sentences at once, everything else done before."""
    from toolkit import Toolkit
    from toolkit.engines import Decoding
    from toolkit.models import load
    from toolkit.planning import plan
    from toolkit.segments import prepare, segment

    t, model = Toolkit(), load()
    jobs = {
        tuple(tokens): None
        for path in files
        for sentence in t.read(path).sentences
        for tokens in segment(prepare(sentence.text, "text/plain"), model.tokenizer, model.info.max_tokens)
    }
    found = list(jobs)
    batches = [[found[index] for index in batch] for batch in plan([len(tokens) for tokens in found])]
    decoding = Decoding(beam=4, length_penalty=model.info.length_penalty)
    return seconds(lambda: list(model.engine.translate(batches, decoding)))


def on_ray(source: Path, output: Path, actors: int) -> float:
    """Seconds of a batch on Ray, the loading of the model included, the start of Ray not."""
    import ray

    from toolkit import Toolkit

    ray.init(num_cpus=actors, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    t = Toolkit(workers=actors)
    taken = seconds(lambda: list(t.translate_folder(source, output, engine="ray")))
    ray.shutdown()
    return taken


def speed(data: Path, count: int, sample: int, temporary: Path) -> None:
    """Prints the table of speeds."""
    source = temporary / "in"
    sentences = make_files(data, source, count)
    files = sorted(source.rglob("*.txt"))
    (temporary / "single").mkdir()
    c = engine_alone(files)
    d = seconds(lambda: batch(source, temporary / "out"))
    e = min(seconds(lambda: batch(source, temporary / "out")) for _ in range(3))
    b = seconds(functools.partial(loop, files))
    a = seconds(functools.partial(one_by_one, files[:sample], temporary / "single")) * count / min(sample, count)
    rows = [
        (f"a  toolkit translate, file by file ({min(sample, count)} of them)", a),
        ("b  a loop over t.translate", b),
        ("c  the engine alone, all sentences at once", c),
        ("d  toolkit batch", d),
        ("e  toolkit batch again, nothing changed", e),
    ]
    if importlib.util.find_spec("ray") is not None:
        for actors in (1, 2):
            rows.append(
                (f"f  toolkit batch --engine ray, actors: {actors}", on_ray(source, temporary / f"ray{actors}", actors))
            )
    print(f"{count} files, {sentences} sentences, beam 4:")
    for name, taken in rows:
        print(
            f"  {name:52} {count / taken:9.1f} files/s {sentences / taken:8.0f} sentences/s   d is {taken / d:6.2f} x this"
        )


def peak(source: Path, output: Path) -> float:
    """Peak resident memory of a batch, in MB."""
    code = (
        "import sys\nfrom toolkit.cli import main\n"
        f"sys.argv = ['toolkit', 'batch', {str(source)!r}, {str(output)!r}, '-q', '--quality', 'fast', '--no-memory']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])\n"
    )
    result = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True)
    return int(result.stdout.split()[-1]) * 1024 / 1e6


def main() -> None:
    """Prints what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--sample", type=int, default=40, help="files for (a)")
    parser.add_argument("--memory", action="store_true")
    options = parser.parse_args()
    temporary = Path(tempfile.mkdtemp(prefix="toolkit-batch-"))
    try:
        if not options.memory:
            speed(options.data, options.files, options.sample, temporary)
            return
        peaks = []
        for count in (options.files, 10 * options.files):
            make_files(options.data, temporary / f"in{count}", count)
            peaks.append(peak(temporary / f"in{count}", temporary / f"out{count}"))
            print(f"{count} files: {peaks[-1]:.0f} MB", flush=True)
        print(f"ratio {peaks[1] / peaks[0]:.2f}")
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


if __name__ == "__main__":
    main()
