"""Trains a model; stop it whenever you like, the same command goes on where it stopped.

    python -m training.train build/training/corpus.tsv --vocabulary build/training/joint.model --out build/training/run \\
        --size small --minutes 160 --dev ../shared/eval

Writes to ``--out``: ``state.pt`` (weights, their average, optimisers, step), ``hf/`` (the average in Hugging Face layout,
fp16), ``log.jsonl``. Multiplies in bfloat16 on a GPU, and on a CPU if that is faster there than float32; where there is a GPU,
raise ``--tokens`` to 24000.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
import torch
import torch.nn.functional as F
from transformers import MarianMTModel

from .alignment import learn
from .allocator import restart_with_another
from .batches import Corpus, batches, tensors
from .losses import dev_sets, loss_per_token
from .network import SIZES, build, initialise, output_pieces
from .optimisers import optimisers
from .prepare import WEIGHTS, read_weights
from .steps import PooledDropout, SmoothedCrossEntropy, faster_type

AVERAGE_EVERY = 10  # steps; the average is taken over the last few hundred
SMOOTHING = 0.1


@dataclass
class Options:
    """What a run is asked to do; every field is an option of the command."""

    corpus: Path
    vocabulary: Path
    out: Path
    size: str = "small"
    minutes: float = 160.0
    steps: int = 0
    tokens: int = 2500
    rate: float = 1e-3
    warmup: int = 800
    cooldown: float = 0.0
    dropout: float = 0.1
    blanks: float = 0.0
    guide: float = 0.3
    alpha: float = 0.0
    longest: int = 120
    threads: int = 2
    evaluate_every: float = 45.0
    losses_every: float = 10.0
    init: Path | None = None
    dev: Path | None = None
    weights: Path = WEIGHTS
    seed: int = 0
    optimiser: str = "muon"


def blanked(inputs: Any, share: float, pad: int) -> Any:
    """Decoder input (rows, pieces) with that share of its pieces hidden: what follows must come from the source.

    Word dropout on the target side (Gal and Ghahramani, 2016), which Sennrich and Zhang (2019) recommend where data is scarce. The
    embedding of padding is zero, and the decoder looks at no mask.
    """
    return inputs.masked_fill(torch.rand(inputs.shape, device=inputs.device) < share, pad)


class Run:
    """One run: the data, the network, its average and its optimisers."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        if self.device == "cpu":
            torch.set_num_threads(options.threads)
            torch.set_flush_denormal(True)
        self.type = faster_type(self.device)
        random.seed(options.seed)
        torch.manual_seed(options.seed)
        (options.out / "hf").mkdir(parents=True, exist_ok=True)
        self.tokenizer: Any = sentencepiece.SentencePieceProcessor(model_file=os.fspath(options.vocabulary))
        self.pieces = [self.tokenizer.id_to_piece(i) for i in range(self.tokenizer.get_piece_size())]
        self.pad = len(self.pieces)
        self.corpus = self._corpus()
        outputs = output_pieces([self.corpus.targets[i] for i in self.corpus.index], self.pieces)
        self.classes = np.full(self.pad + 1, -100)
        self.classes[outputs] = np.arange(len(outputs))
        self.lexicon = learn(
            [self.corpus.sources[i] for i in self.corpus.index],
            [self.corpus.targets[i] for i in self.corpus.index],
            self.pad + 1,
        )
        self.network = build(SIZES[options.size], self.pad, dropout=options.dropout, guided=options.guide > 0)
        initialise(self.network, self.lexicon, self.pieces, outputs)
        if options.init is not None:
            start = MarianMTModel.from_pretrained(options.init).float().state_dict()
            start.pop("final_logits_bias", None)
            self.network.load_state_dict(start, strict=False)
        if options.dropout and self.device == "cpu":
            # Transformers looks this up at each call.
            torch.nn.functional.dropout = PooledDropout(options.dropout)
        self.network.to(self.device)
        self.outputs = torch.tensor(outputs, device=self.device)
        self.average = {name: value.detach().clone() for name, value in self.network.state_dict().items()}
        self.optimisers = optimisers(self.network, options.rate, muon=options.optimiser == "muon")
        self.step = 0
        self._resume()
        self.started_at = self.step

    def _corpus(self) -> Corpus:
        weights = read_weights(self.options.weights)
        rows = [line.split("\t") for line in self.options.corpus.read_text("utf-8").splitlines()]
        rows = [row for row in rows if weights.get(row[0])]
        return Corpus(
            self.tokenizer, [uk for _, uk, _ in rows], self.tokenizer.encode([uk for _, uk, _ in rows]),
            self.tokenizer.encode([en for _, _, en in rows]), [weights[name] for name, _, _ in rows], self.options.longest,
        )  # fmt: skip

    def _resume(self) -> None:
        state = self.options.out / "state.pt"
        if not state.exists():
            return
        saved = torch.load(state, map_location=self.device, weights_only=True)
        self.network.load_state_dict(saved["network"])
        self.average, self.step = saved["average"], saved["step"]
        for optimiser, state_of_it in zip(self.optimisers, saved["optimisers"], strict=True):
            optimiser.load_state_dict(state_of_it)
        random.seed(self.options.seed + self.step)
        print(f"goes on from step {self.step}", flush=True)

    def save(self) -> None:
        """Saves everything a later run needs, whole or not at all."""
        temporary = self.options.out / "state.part"
        torch.save(
            {
                "network": self.network.state_dict(),
                "average": self.average,
                "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
                "step": self.step,
            },
            temporary,
        )
        temporary.replace(self.options.out / "state.pt")

    def rate(self, share: float) -> float:
        """Learning rate: up over the warm-up, level, and down to a fiftieth over the last ``cooldown`` of the run."""
        options = self.options
        rate = options.rate * min(1.0, (self.step - self.started_at + 1) / max(1, options.warmup))
        if options.cooldown and share > 1 - options.cooldown:
            rate *= max(0.02, (1 - share) / options.cooldown)
        return rate

    def learn(self, batch: tuple[Any, Any, Any, Any], rate: float) -> tuple[float, float]:
        """One update; the loss and the distance of the guided heads from their guide."""
        source, gold, inputs, look = (part.to(self.device) for part in batch)
        if self.options.blanks:
            inputs = blanked(inputs, self.options.blanks, self.pad)
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = rate
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.type is torch.bfloat16):
            output = self.network.model(
                input_ids=source, attention_mask=(source != self.pad).long(), decoder_input_ids=inputs, use_cache=False,
                output_attentions=self.options.guide > 0,
            )  # fmt: skip
            real = gold.view(-1) >= 0
            hidden = output.last_hidden_state.reshape(-1, output.last_hidden_state.shape[-1])[real]
            logits = F.linear(hidden, self.network.lm_head.weight[self.outputs])
        loss = SmoothedCrossEntropy.apply(logits, gold.view(-1)[real], SMOOTHING)
        guided = torch.zeros((), device=self.device)
        if self.options.guide:
            for attention in output.cross_attentions:
                guided = guided - (look * torch.log(attention[:, :2].float().mean(1) + 1e-7)).sum()
            guided = guided / look.sum().clamp_min(1) / len(output.cross_attentions)
        (loss + self.options.guide * guided).backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        for optimiser in self.optimisers:
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        self.step += 1
        if self.step % AVERAGE_EVERY == 0:
            self._update_average()
        return float(loss.detach()), float(guided.detach())

    @torch.no_grad()
    def _update_average(self) -> None:
        updates = (self.step - self.started_at) / AVERAGE_EVERY
        decay = min(0.98, (1 + updates) / (10 + updates))
        for name, value in self.network.state_dict().items():
            if value.dtype.is_floating_point:
                self.average[name].lerp_(value, 1 - decay)

    @torch.no_grad()
    def evaluate(self, translations: bool = True) -> dict[str, float]:
        """Loss, greedy BLEU and chrF of the average on 200 sentences of each dev set; writes ``hf/``.

        Without ``translations`` the loss only, which takes seconds.
        """
        self.write_checkpoint()
        if self.options.dev is None:
            return {}
        import sacrebleu

        current = {name: value.detach().clone() for name, value in self.network.state_dict().items()}
        self.network.load_state_dict(self.average)
        self.network.eval()
        scores = {}
        for name, pairs in dev_sets(self.options.dev):
            pairs = pairs[:: max(1, len(pairs) // 200)]
            scores[f"{name} loss"] = round(loss_per_token(self.network, self.tokenizer, pairs), 3)
            if translations:
                found, gold = self.translate([uk for uk, _ in pairs]), [[en for _, en in pairs]]
                scores[f"{name} BLEU"] = round(sacrebleu.corpus_bleu(found, gold).score, 2)
                scores[f"{name} chrF"] = round(sacrebleu.corpus_chrf(found, gold).score, 2)
        self.network.load_state_dict(current)
        self.network.train()
        return scores

    def translate(self, texts: Sequence[str], rows: int = 64) -> list[str]:
        """Greedy translations, for watching the training (``training.evaluate`` measures)."""
        from toolkit.normalisation import normalise

        encoded = [[*self.tokenizer.encode(normalise(text))[:300], 0] for text in texts]
        found = [""] * len(texts)
        order = sorted(range(len(texts)), key=lambda i: len(encoded[i]))
        for start in range(0, len(order), rows):
            part = order[start : start + rows]
            wide = max(len(encoded[i]) for i in part)
            ids = torch.tensor([encoded[i] + [self.pad] * (wide - len(encoded[i])) for i in part], device=self.device)
            output = self.network.generate(
                input_ids=ids,
                attention_mask=(ids != self.pad).long(),
                num_beams=1,
                do_sample=False,
                max_length=min(220, 2 * wide + 10),
            )
            for i, row in zip(part, output.tolist(), strict=True):
                found[i] = self.tokenizer.decode([token for token in row if token not in (0, self.pad)])
        return found

    def write_checkpoint(self) -> None:
        """The average in Hugging Face layout, fp16."""
        folder = self.options.out / "hf"
        half: Any = MarianMTModel(self.network.config)
        half.load_state_dict(self.average)
        half.half().save_pretrained(folder)
        for name in ("source.spm", "target.spm"):
            (folder / name).write_bytes(self.options.vocabulary.read_bytes())

    def log(self, **values: object) -> None:
        """One line in ``log.jsonl`` and on the terminal."""
        record = {"step": self.step, **values}
        with (self.options.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")
        print(" ".join(f"{name} {value}" for name, value in record.items()), flush=True)


def train(options: Options) -> Run:
    """Trains until the minutes or the steps are over."""
    run = Run(options)
    run.log(
        parameters=sum(p.numel() for p in run.network.parameters()),
        pairs=len(run.corpus.index),
        outputs=len(run.outputs),
    )
    run.network.train()
    begun = evaluated = weighed = saved = logged = time.monotonic()
    losses: list[tuple[float, float]] = []
    tokens = 0
    lexicon = run.lexicon if options.guide else None
    for batch in batches(run.corpus, options.tokens, options.alpha):
        now = time.monotonic()
        share = (now - begun) / (60 * options.minutes)
        if options.steps:
            share = max(share, (run.step - run.started_at) / options.steps)
        if share >= 1:
            break
        made = tensors(batch, run.pad, run.classes, lexicon)
        losses.append(run.learn(made, run.rate(share)))
        tokens += made[0].numel() + made[1].numel()
        now = time.monotonic()
        if run.step % 200 == 0:
            loss, guided = (round(sum(column) / len(losses), 3) for column in zip(*losses, strict=True))
            run.log(
                loss=loss,
                guide=guided,
                rate=run.rate(share),
                tokens_per_s=round(tokens / (now - logged)),
                minutes=round((now - begun) / 60, 1),
            )
            losses, tokens, logged = [], 0, now
        if now - evaluated > 60 * options.evaluate_every:
            run.log(**run.evaluate())
            evaluated = weighed = now
        elif options.dev and now - weighed > 60 * options.losses_every:
            run.log(**run.evaluate(translations=False))
            weighed = now
        if now - saved > 300:
            run.save()
            saved = time.monotonic()
    run.save()
    run.log(**run.evaluate())
    return run


def parse_options(arguments: Sequence[str] | None = None) -> Options:
    """The options of the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("corpus", type=Path)
    add("--vocabulary", type=Path, required=True)
    add("--out", type=Path, required=True)
    add("--size", choices=SIZES, default="small", help="the dial (default small)")
    add("--minutes", type=float, default=160.0)
    add("--steps", type=int, default=0, help="end after this many steps, if the minutes are not over before")
    add("--tokens", type=int, default=2500, help="padded tokens of a batch, each side")
    add("--rate", type=float, default=1e-3, help="highest learning rate")
    add("--warmup", type=int, default=800, help="steps")
    add("--cooldown", type=float, default=0.0, help="share of the run, at its end, in which the rate falls")
    add("--dropout", type=float, default=0.1)
    add(
        "--blanks",
        type=float,
        default=0.0,
        help="share of the target pieces that the decoder does not see (word dropout)",
    )
    add("--guide", type=float, default=0.3, help="weight of the guided alignment")
    add(
        "--alpha",
        type=float,
        default=0.0,
        help="subword sampling on half of the sources; 0.1 to 0.3 once it translates",
    )
    add("--longest", type=int, default=120, help="pairs with more pieces on a side are left out")
    add("--threads", type=int, default=2)
    add("--evaluate-every", type=float, default=45.0, metavar="MINUTES")
    add(
        "--losses-every",
        type=float,
        default=10.0,
        metavar="MINUTES",
        help="the loss on the dev sets, which takes seconds",
    )
    add("--init", type=Path, help="a checkpoint in Hugging Face layout to start from")
    add("--dev", type=Path, help="a TSV (… TAB source TAB reference), or a folder of them")
    add("--weights", type=Path, default=WEIGHTS)
    add("--seed", type=int, default=0)
    add(
        "--optimiser",
        choices=("muon", "adamw"),
        default="muon",
        help="for the matrices; the rest has AdamW in any case",
    )
    return Options(**vars(parser.parse_args(arguments)))


if __name__ == "__main__":
    command = parse_options()
    restart_with_another()
    train(command)
