"""The weighted average of two checkpoints of which the second went on from the first.

    python -m training.average training/checkpoint build/training/run/hf --share 0.25 -o build/training/average

``--share`` is the first one's. Some such averages gain and some do not (LOG.md): compare the losses (``training.losses``) before
you export one.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import Any

from .network import read_checkpoint

__all__ = ["average"]


def average(first: Any, second: Any, share: float) -> Any:
    """``second`` with its weights moved to ``share`` x ``first`` + (1 - ``share``) x ``second``.

    Raises:
        ValueError: ``share`` is not between 0 and 1, or the networks have other shapes.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"the share of the first checkpoint is {share}; it must be between 0 and 1")
    one, other = first.state_dict(), second.state_dict()
    if {name: value.shape for name, value in one.items()} != {name: value.shape for name, value in other.items()}:
        raise ValueError("the checkpoints have other shapes; only networks of the same size can be averaged")
    second.load_state_dict({name: value.lerp(one[name], share) for name, value in other.items()})
    return second


def main() -> None:
    """Writes the average."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=Path, help="folder in Hugging Face layout")
    parser.add_argument("second", type=Path, help="another, with source.spm")
    parser.add_argument("--share", type=float, default=0.25, help="of the first (default 0.25)")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    try:
        network = average(read_checkpoint(options.first), read_checkpoint(options.second), options.share)
    except ValueError as error:
        parser.error(str(error))
    network.half().save_pretrained(options.output)
    for vocabulary in options.second.glob("*.spm"):
        shutil.copy(vocabulary, options.output)


if __name__ == "__main__":
    main()
