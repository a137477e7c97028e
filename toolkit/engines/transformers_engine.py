"""Hugging Face Transformers: any sequence-to-sequence checkpoint in a local folder. Needs the extra ``torch``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..errors import ModelError
from . import Decoding, Hypothesis
from .pretrained import first_line, load_network
from .quiet import quiet_transformers

__all__ = ["TransformersEngine"]


class TransformersEngine:
    """Runs a checkpoint as it is, in float32 on a CPU.

    Only safetensors weights are read, and no code that comes with a checkpoint is run.

    Args:
        path: A folder in Hugging Face layout.
        device: ``cpu``, ``cuda`` or ``mps``.

    Raises:
        EngineError: PyTorch is not installed.
        ModelError: The folder holds no usable checkpoint.
    """

    def __init__(self, path: str | os.PathLike[str], *, device: str = "cpu") -> None:
        self._model: Any = load_network("AutoModelForSeq2SeqLM", path, device, attn_implementation="eager")
        import torch
        import transformers

        self._torch: Any = torch
        self._ids, self._tokens = _vocabulary(path, self._model.config.vocab_size)
        self._device = device
        self._version = transformers.__version__

    @property
    def signature(self) -> str:
        """Name, version and numeric type."""
        return f"transformers-{self._version}-float32"

    def translate(self, batches: Iterable[Sequence[Sequence[str]]], decoding: Decoding) -> Iterator[list[Hypothesis]]:
        """See :class:`toolkit.engines.Engine`."""
        for batch in batches:
            yield self._batch(batch, decoding) if batch else []

    def _batch(self, batch: Sequence[Sequence[str]], decoding: Decoding) -> list[Hypothesis]:
        torch, config = self._torch, self._model.config
        unknown = self._ids.get("<unk>", 0)
        ids = [[self._ids.get(token, unknown) for token in tokens] for tokens in batch]
        width = max(map(len, ids))
        pad = config.pad_token_id
        source = torch.tensor([row + [pad] * (width - len(row)) for row in ids], device=self._device)
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in ids], device=self._device)
        prefix = [self._ids[token] for token in decoding.prefix if token in self._ids]
        banned = {unknown, pad}  # an unknown token is a word lost, and padding is no output
        begin = torch.tensor([[config.decoder_start_token_id, *prefix]] * len(ids), device=self._device)
        several = min(decoding.hypotheses, decoding.beam)
        with torch.inference_mode():
            output = self._model.generate(
                input_ids=source,
                attention_mask=mask,
                decoder_input_ids=begin,
                num_beams=decoding.beam,
                num_return_sequences=several,
                do_sample=False,
                length_penalty=decoding.length_penalty,
                repetition_penalty=decoding.repetition_penalty,
                no_repeat_ngram_size=decoding.no_repeat_ngram,
                # The same bounds as in the other engine; Transformers counts the start token too.
                min_length=decoding.min_length + 2 + len(prefix) if decoding.min_length > 1 else 0,
                max_length=2 * width + 25,
                max_new_tokens=None,
                bad_words_ids=[[token] for token in banned],
                forced_bos_token_id=None,
                forced_eos_token_id=None,
                early_stopping=False,
                return_dict_in_generate=True,
                output_scores=True,
            )
        special = {pad, config.eos_token_id, config.decoder_start_token_id, getattr(config, "bos_token_id", None)}
        scores = self._scores(output, decoding)
        found = []
        for row, score in zip(output.sequences.tolist(), scores, strict=True):
            kept = [token for token in row[1 + len(prefix) :] if token not in special]
            found.append((kept, score))
        attentions = (
            self._attention(
                source.repeat_interleave(several, 0),
                mask.repeat_interleave(several, 0),
                [kept for kept, _ in found],
                [row for row in ids for _ in range(several)],
                prefix,
            )
            if decoding.attention
            else [None] * len(found)
        )
        every = [
            Hypothesis(tuple(self._tokens[token] for token in kept), score, attention)
            for (kept, score), attention in zip(found, attentions, strict=True)
        ]
        # Those of one source stand together, the best first.
        return [replace(every[i], others=tuple(every[i + 1 : i + several])) for i in range(0, len(every), several)]

    def _scores(self, output: Any, decoding: Decoding) -> list[float]:
        if decoding.beam > 1:
            return [float(score) for score in output.sequences_scores]
        steps = self._model.compute_transition_scores(output.sequences, output.scores, normalize_logits=True)
        pad = self._model.config.pad_token_id
        generated = output.sequences[:, output.sequences.shape[1] - steps.shape[1] :]
        scores = []
        for row, tokens in zip(steps, generated, strict=True):
            kept = row[tokens != pad]
            scores.append(float(kept.sum() / max(1, len(kept)) ** decoding.length_penalty))
        return scores

    def _attention(
        self, source: Any, mask: Any, targets: list[list[int]], sources: list[list[int]], prefix: list[int]
    ) -> list[tuple[tuple[float, ...], ...] | None]:
        """Forced decoding of the outputs; the first head of the last layer, which is the one trained to align."""
        torch, config = self._torch, self._model.config
        width = max(1, max(map(len, targets)))
        start, pad = config.decoder_start_token_id, config.pad_token_id
        width += len(prefix)
        rows = [([start, *prefix, *row] + [pad] * width)[:width] for row in targets]
        decoder = torch.tensor(rows, device=self._device)
        with torch.inference_mode():
            output = self._model(
                input_ids=source,
                attention_mask=mask,
                decoder_input_ids=decoder,
                output_attentions=True,
                use_cache=False,
            )
        weights = output.cross_attentions[-1][:, 0]
        return [
            tuple(
                tuple(float(x) for x in weights[index, step + len(prefix), : len(sources[index])])
                for step in range(len(row))
            )
            for index, row in enumerate(targets)
        ]


def _vocabulary(path: str | os.PathLike[str], size: int) -> tuple[dict[str, int], list[str]]:
    import transformers

    try:
        with quiet_transformers():
            tokenizer: Any = transformers.AutoTokenizer.from_pretrained(os.fspath(path), local_files_only=True)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            os.fspath(path), f"its tokenizer cannot be loaded ({first_line(error)})", "Check the folder"
        ) from error
    unknown = tokenizer.unk_token
    tokens = []
    for index in range(size):
        token = tokenizer.convert_ids_to_tokens(index)
        # Embeddings are often padded to a round number: those have no token.
        if token is None or (token == unknown and index != tokenizer.unk_token_id):
            token = f"<unused{index}>"
        tokens.append(token)
    return {token: index for index, token in enumerate(tokens)}, tokens
