"""The last phase: a trained model on news alone, with a low and falling rate.

    python -m training.finetune build/training/corpus.tsv --vocabulary build/training/joint.model \\
        --init build/training/run/hf --out build/training/news --minutes 40 --dev ../shared/eval

The same as ``training.train`` with other defaults; every option of it is taken.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from .allocator import restart_with_another
from .train import Run, parse_options, train

DEFAULTS = {
    "--rate": "2e-4", "--warmup": "100", "--cooldown": "0.8", "--dropout": "0.2", "--alpha": "0.1", "--guide": "0.1",
    "--minutes": "40", "--evaluate-every": "10", "--weights": str(Path(__file__).with_name("finetune_weights.tsv")),
}  # fmt: skip


def finetune(arguments: Sequence[str]) -> Run:
    """Runs ``training.train`` with the defaults above for whatever ``arguments`` do not name."""
    given = {argument.split("=")[0] for argument in arguments}
    if "--init" not in given:
        raise SystemExit("finetune: --init names the checkpoint to start from")
    added = [part for option, value in DEFAULTS.items() if option not in given for part in (option, value)]
    return train(parse_options([*arguments, *added]))


if __name__ == "__main__":
    restart_with_another()
    finetune(sys.argv[1:])
