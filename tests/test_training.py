"""The whole recipe on a toy corpus: prepare, vocabulary, train, stop, resume, export, translate."""

from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys
import time
from ctypes.util import find_library
from pathlib import Path

import pytest

pytest.importorskip("torch")

NOUNS = {"уряд": "the government", "міністр": "the minister", "президент": "the president", "суд": "the court",
         "завод": "the plant",          "банк": "the bank", "мер": "the mayor", "лікар": "the doctor"}  # fmt: skip
VERBS = {
    "підтримав": "supported",
    "відхилив": "rejected",
    "обговорив": "discussed",
    "оголосив": "announced",
    "змінив": "changed",
}
OBJECTS = {
    "закон": "the law",
    "план": "the plan",
    "бюджет": "the budget",
    "договір": "the treaty",
    "графік": "the schedule",
}
DAYS = {"у понеділок": "on Monday", "у вівторок": "on Tuesday", "у середу": "on Wednesday"}


def corpus(folder: Path) -> list[tuple[str, str]]:
    pairs = [
        (f"{n.capitalize()} {v} {b} {d}.", f"{N[0].upper()}{N[1:]} {V} {B} {D}.")
        for (n, N), (v, V), (b, B), (d, D) in itertools.product(
            NOUNS.items(), VERBS.items(), OBJECTS.items(), DAYS.items()
        )
    ]
    random.Random(0).shuffle(pairs)
    (folder / "written").mkdir(parents=True)
    articles = []
    for number in range(0, len(pairs), 6):
        lines = [
            f"@ Новина номер {number}\tNews number {number}",
            *("\t".join(pair) for pair in pairs[number : number + 6]),
        ]
        articles.append("\n".join([*lines, f"= {pairs[number][1]}\t1"]))
    (folder / "written/toy.txt").write_text("\n\n".join(articles) + "\n", "utf-8")
    return pairs


def test_recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    import toolkit
    from training import export, prepare, train, vocabulary

    begun = time.monotonic()
    dropout, threads = torch.nn.functional.dropout, torch.get_num_threads()
    pairs = corpus(tmp_path / "data")
    (tmp_path / "eval").mkdir()
    banned = pairs[5]
    (tmp_path / "eval/held.tsv").write_text("\t".join(banned) + "\n", "utf-8")
    prepared = tmp_path / "corpus.tsv"
    monkeypatch.setattr(
        "sys.argv",
        ["prepare", "--data", str(tmp_path / "data"), "--exclude", str(tmp_path / "eval"), "-o", str(prepared)],
    )
    prepare.main()
    rows = [line.split("\t") for line in prepared.read_text("utf-8").splitlines()]
    assert len(rows) > 500
    assert all(row[1] != banned[0] for row in rows)  # the evaluation set is kept out
    assert len({row[1] for row in rows}) == len(rows)
    vocabulary.learn(prepared, tmp_path / "joint.model", 200)

    arguments = [
        str(prepared), "--vocabulary", str(tmp_path / "joint.model"), "--out", str(tmp_path / "run"), "--size", "toy",
        "--optimiser", "adamw", "--tokens", "600", "--rate", "3e-3", "--warmup", "60", "--dropout", "0.0", "--longest", "60",
    ]  # fmt: skip
    train.train(train.parse_options([*arguments, "--steps", "200"]))
    state = torch.load(tmp_path / "run/state.pt", weights_only=True)
    assert state["step"] == 200
    run = train.train(
        train.parse_options(
            [*arguments, "--steps", "400", "--cooldown", "0.5", "--dev", str(tmp_path / "eval/held.tsv")]
        )
    )
    torch.nn.functional.dropout = dropout
    torch.set_num_threads(threads)
    assert run.started_at == 200 and run.step == 600  # it went on where it had stopped
    log = [json.loads(line) for line in (tmp_path / "run/log.jsonl").read_text("utf-8").splitlines()]
    losses = [record["loss"] for record in log if "loss" in record]
    assert losses[-1] < 0.6 * losses[0]
    assert "held BLEU" in log[-1]
    # composed of words it knows, never seen together: hardly a surprise
    assert log[-1]["held loss"] < 0.5

    described = export.export(tmp_path / "run/hf", tmp_path / "model", name="toy", least=0.9)
    assert described["name"] == "toy" and (tmp_path / "model/README.md").exists()
    t = toolkit.Toolkit(tmp_path / "model")
    sample = [row for row in rows if row[1].count(" ") >= 3][:40]
    right = sum(t.translate(uk).text == en for _, uk, en in sample)
    assert right >= 0.9 * len(sample), f"{right} of {len(sample)}"
    assert t.translate(banned[0]).text == banned[1]  # composed of words it knows, never seen together
    assert time.monotonic() - begun < 120


def test_muon_learns_and_goes_on(tmp_path: Path) -> None:
    """The default optimiser: its state is kept, and the loss falls across a stop."""
    import torch

    from training import train, vocabulary

    dropout, threads = torch.nn.functional.dropout, torch.get_num_threads()
    prepared = tmp_path / "corpus.tsv"
    pairs = corpus(tmp_path / "data")
    prepared.write_text("".join(f"written\t{uk}\t{en}\n" for uk, en in pairs), "utf-8")
    vocabulary.learn(prepared, tmp_path / "joint.model", 200)
    arguments = [str(prepared), "--vocabulary", str(tmp_path / "joint.model"), "--out", str(tmp_path / "run"), "--size", "toy",
                 "--tokens", "600", "--rate", "2e-3", "--warmup", "60", "--dropout", "0.0", "--longest", "60",
                 "--steps", "200"]  # fmt: skip
    for blanks in ("0.1", "0"):  # as the recipe has it: without them at the end
        run = train.train(train.parse_options([*arguments, "--blanks", blanks]))
    torch.nn.functional.dropout = dropout
    torch.set_num_threads(threads)
    assert [type(optimiser).__name__ for optimiser in run.optimisers] == ["AdamW", "Muon"] and run.step == 400
    assert len(torch.load(tmp_path / "run/state.pt", weights_only=True)["optimisers"]) == 2
    log = [json.loads(line) for line in (tmp_path / "run/log.jsonl").read_text("utf-8").splitlines()]
    losses = [record["loss"] for record in log if "loss" in record]
    assert losses[1] < 0.7 * losses[0], losses


def test_blanks_hide_pieces_of_the_target_from_the_decoder_only() -> None:
    import torch

    from training.train import blanked

    torch.manual_seed(0)
    inputs = torch.arange(20_000).view(100, 200)
    found = blanked(inputs, 0.15, pad=30_000)
    hidden = found == 30_000
    assert 0.13 < hidden.float().mean() < 0.17
    assert torch.equal(found[~hidden], inputs[~hidden]) and inputs.max() == 19_999  # the rest is as it was


def test_products_are_taken_in_the_faster_type() -> None:
    """bfloat16 is fifty times slower than float32 on a processor without AVX-512."""
    import torch

    from training.steps import faster_type

    def seconds(kind: torch.dtype) -> float:
        one = torch.ones(400, 400, dtype=kind)
        one @ one
        times = []
        for _ in range(3):
            begun = time.perf_counter()
            one @ one
            times.append(time.perf_counter() - begun)
        return min(times)

    assert faster_type("cuda") is torch.bfloat16
    other = torch.float32 if faster_type("cpu") is torch.bfloat16 else torch.bfloat16
    assert seconds(faster_type("cpu")) < 3 * seconds(other)


def test_muon_steps_as_torch_does() -> None:
    """Made orthogonal together, by shape, the matrices move as they do one by one in ``torch.optim.Muon``."""
    import torch

    from training.optimisers import Muon

    generator = torch.Generator().manual_seed(0)
    shapes = [(16, 16), (16, 16), (64, 16), (16, 64), (64, 16), (16, 16)]
    starts = [torch.randn(shape, generator=generator) for shape in shapes]
    ends = []
    for ours in (False, True):
        # the last has no gradient
        matrices = [torch.nn.Parameter(start.clone()) for start in [*starts, torch.ones(4, 4)]]
        optimiser: torch.optim.Optimizer = (
            Muon(matrices, lr=0.01)
            if ours
            else torch.optim.Muon(matrices, lr=0.01, weight_decay=0.1, momentum=0.95, adjust_lr_fn="match_rms_adamw")
        )
        steps = torch.Generator().manual_seed(1)
        for _ in range(5):
            for matrix, shape in zip(matrices, shapes, strict=False):
                matrix.grad = torch.randn(shape, generator=steps)
            optimiser.step()
        ends.append([matrix.detach() for matrix in matrices])
    for start, one, other in zip(starts, *ends, strict=False):
        assert (one - start).norm() > 0 and (one - other).norm() < 0.01 * (one - start).norm()
    assert torch.equal(ends[1][-1], torch.ones(4, 4))


def test_a_wider_network_computes_the_same() -> None:
    import torch

    from training.grow import widened
    from training.network import SIZES, build

    network = build(SIZES["toy"], 40, guided=False).eval()
    wider = widened(network, 200).eval()
    assert wider.config.encoder_ffn_dim == wider.config.decoder_ffn_dim == 200
    assert sum(p.numel() for p in wider.parameters()) > sum(p.numel() for p in network.parameters())
    source, inputs = torch.randint(0, 40, (3, 9)), torch.randint(0, 40, (3, 7))
    with torch.no_grad():
        one, other = (net(input_ids=source, decoder_input_ids=inputs).logits for net in (network, wider))
    assert torch.allclose(one, other, atol=1e-5)
    loss = wider(input_ids=source, decoder_input_ids=inputs, labels=inputs).loss
    loss.backward()
    new = wider.model.encoder.layers[0].fc2.weight.grad[:, 128:]
    assert float(new.abs().max()) > 0  # what is not listened to yet can be learned
    with pytest.raises(ValueError, match="narrower"):
        widened(wider, 64)


def test_average_of_two_checkpoints() -> None:
    import torch

    from training.average import average
    from training.network import SIZES, build

    torch.manual_seed(0)
    first, second, wide = (build(size, 40, guided=False) for size in (SIZES["toy"], SIZES["toy"], SIZES["small"]))
    name = "model.encoder.layers.0.fc1.weight"
    expected = 0.25 * first.state_dict()[name] + 0.75 * second.state_dict()[name]
    assert torch.allclose(average(first, second, 0.25).state_dict()[name], expected, atol=1e-6)
    with pytest.raises(ValueError, match="between 0 and 1"):
        average(first, second, 2)
    with pytest.raises(ValueError, match="other shapes"):
        average(first, wide, 0.5)


@pytest.mark.parametrize("arguments", [["grow", "nowhere"], ["average", "nowhere", "nowhere"]])
def test_a_folder_without_a_checkpoint_is_named(arguments: list[str], tmp_path: Path) -> None:
    import subprocess
    import sys

    from tests.conftest import ROOT

    command = [sys.executable, "-m", f"training.{arguments[0]}", *arguments[1:], "-o", str(tmp_path / "out")]
    result = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert result.returncode == 2 and "nowhere: no config.json" in result.stderr and "Traceback" not in result.stderr
    assert not (tmp_path / "out").exists()


def test_one_command_each() -> None:
    import subprocess
    import sys

    from tests.conftest import ROOT

    for module in (
        "prepare",
        "augment",
        "vocabulary",
        "train",
        "finetune",
        "losses",
        "grow",
        "average",
        "export",
        "evaluate",
        "language_profiles",
    ):
        result = subprocess.run(
            [sys.executable, "-m", f"training.{module}", "--help"],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
        if module == "finetune":
            assert "--init names the checkpoint" in result.stderr
        else:
            assert result.returncode == 0 and f"python -m training.{module}" in result.stdout


def test_of_length_penalties_that_score_alike_the_one_nearest_to_1_is_taken() -> None:
    from training.export import chosen_length_penalty

    assert chosen_length_penalty({0.0: 17.25, 0.4: 17.20, 0.8: 17.18, 1.0: 17.12, 1.5: 17.04}) == 0.8
    assert chosen_length_penalty({0.0: 17.25, 0.4: 17.10, 1.0: 17.00}) == 0.0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="LD_PRELOAD is a thing of Linux")
def test_allocator() -> None:
    """A run has tcmalloc or jemalloc in the place of glibc's allocator, once, or says how to get it."""
    code = (
        "from training.allocator import restart_with_another as restart; restart(); "
        "print(open('/proc/self/maps').read().count('malloc') > 0)"
    )
    environment = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True, timeout=60
    )
    known = any(find_library(name) for name in ("tcmalloc_minimal", "tcmalloc", "jemalloc"))
    assert run.stdout.strip() == str(known)
    assert ("apt install" in run.stderr) == (not known)
