"""Instruct models: a prompt in, an answer out, through CTranslate2 or Transformers. Knows nothing about what is asked.

Greedy, so that the same prompt gets the same answer. The prompt is put into the chat template that comes with the tokenizer
(rendered in Jinja2's sandbox by Transformers); what the prompt quotes cannot end its turn: special tokens in it are read as text.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import Any, Literal

from ..errors import EngineError, ModelError
from .ctranslate2_engine import cores
from .pretrained import first_line, load_network
from .quiet import quiet_transformers

__all__ = ["Answer", "CausalEngine"]

Ending = Literal["stop", "length", "timeout"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model wrote.

    Attributes:
        text: Without special tokens and without the stop sequence.
        ending: ``stop`` if the model ended it, or a stop sequence; ``length`` or ``timeout`` if it was cut off.
        tokens: How many were generated.
    """

    text: str
    ending: Ending
    tokens: int


class CausalEngine:
    """Runs an instruct model.

    Args:
        path: A folder in CTranslate2 or Hugging Face layout, with ``tokenizer.json``, its configuration and a chat template.
        layout: Which of the two.
        device: ``cpu``, ``cuda`` or ``mps`` (the last for Transformers only).
        compute_type: Numeric type for CTranslate2; ``default`` keeps that of the files.
        context: The longest prompt with its answer, in tokens.
        name: What to call it in signatures.

    Raises:
        ModelError: The folder holds no usable model.
        EngineError: PyTorch is not installed, and the layout needs it.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        layout: str = "ctranslate2",
        device: str = "cpu",
        compute_type: str = "default",
        context: int = 4096,
        name: str = "model",
    ) -> None:
        self.context, self.name = context, name
        folder = Path(path)
        self._tokenizer = _load_tokenizer(folder)
        self._ends = _end_tokens(folder, self._tokenizer)
        self._backend: _CTranslate2 | _Transformers = (
            _CTranslate2(folder, device, compute_type, self._tokenizer)
            if layout == "ctranslate2"
            else _Transformers(folder, device)
        )

    @property
    def signature(self) -> str:
        """Name of the model, and name, version and numeric type of the engine."""
        return f"{self.name}|engine:{self._backend.signature}"

    def prompt_tokens(self, prompt: str) -> int:
        """How many tokens a prompt has, with those of the chat template."""
        return len(self._encode(prompt))

    def fits(self, prompt: str, *, max_tokens: int) -> bool:
        """Whether a prompt and an answer of so many tokens fit into the context."""
        return self.prompt_tokens(prompt) + max_tokens <= self.context

    def generate(
        self, prompt: str, *, max_tokens: int = 512, stop: Sequence[str] = (), seconds: float | None = None
    ) -> Answer:
        """Answers a prompt (see :meth:`stream`)."""
        parts: list[str] = []
        ending: list[tuple[Ending, int]] = []
        for part in self.stream(
            prompt,
            max_tokens=max_tokens,
            stop=stop,
            seconds=seconds,
            ended=lambda why, count: ending.append((why, count)),
        ):
            parts.append(part)
        why, count = ending[0]
        return Answer("".join(parts).strip(), why, count)

    def stream(
        self,
        prompt: str,
        *,
        max_tokens: int = 512,
        stop: Sequence[str] = (),
        seconds: float | None = None,
        ended: Callable[[Ending, int], None] | None = None,
    ) -> Iterator[str]:
        """Answers a prompt, part by part. Giving up the iterator ends the generation.

        Args:
            prompt: What the user says.
            max_tokens: The longest answer, in tokens.
            stop: Texts that end the answer; not part of it.
            seconds: How long it may take.
            ended: Called at the end with the reason and the number of tokens.

        Raises:
            EngineError: The prompt and its answer do not fit into the context.
        """
        ids = self._encode(prompt)
        if len(ids) + max_tokens > self.context:
            raise EngineError(
                f"a prompt of {len(ids)} tokens with an answer of {max_tokens} is too long: "
                f"{self.name} takes {self.context}"
            )
        deadline = time.monotonic() + seconds if seconds is not None else None
        text = _Text(self._tokenizer, stop)
        count, why = 0, "length"
        with contextlib.closing(self._backend.tokens(ids, max_tokens, self._ends)) as tokens:
            for token in tokens:
                if token in self._ends:
                    why = "stop"
                    break
                count += 1
                yield from text.add(token)
                if text.stopped:
                    why = "stop"
                    break
                if deadline is not None and time.monotonic() > deadline:
                    why = "timeout"
                    break
        yield from text.rest()
        if ended is not None:
            ended(why, count)  # type: ignore[arg-type]

    def _encode(self, prompt: str) -> list[int]:
        """The chat template around a prompt. Special tokens that the prompt itself spells are read as plain text."""
        mark = "\ue000PROMPT\ue001"
        try:
            # Models that can think aloud are asked not to: templates that do not know the switch pass over it.
            framed = self._tokenizer.apply_chat_template(
                [{"role": "user", "content": mark}], tokenize=False, add_generation_prompt=True, enable_thinking=False
            )
        except Exception as error:  # a template may raise whatever it likes
            raise ModelError(self.name, f"its chat template fails ({error})", "Use an instruct model") from error
        before, found, after = framed.partition(mark)
        if not found:
            raise ModelError(self.name, "its chat template leaves the prompt out", "Use an instruct model")

        def encode(text: str, plain: bool) -> list[int]:
            return list(self._tokenizer(text, add_special_tokens=False, split_special_tokens=plain).input_ids)

        return encode(before, False) + encode(prompt, True) + encode(after, False)


class _Text:
    """Tokens as text: whole characters only, and nothing that may be the beginning of a stop sequence."""

    def __init__(self, tokenizer: Any, stop: Sequence[str]) -> None:
        from tokenizers.decoders import DecodeStream

        self._stream, self._tokenizer = DecodeStream(skip_special_tokens=True), tokenizer.backend_tokenizer
        self._stop = [text for text in stop if text]
        self._held = ""
        self.stopped = False

    def add(self, token: int) -> Iterator[str]:
        piece = self._stream.step(self._tokenizer, token)
        if not piece:
            return
        self._held += piece
        places = [place for text in self._stop if (place := self._held.find(text)) >= 0]
        if places:
            self._held, self.stopped = self._held[: min(places)], True
            return
        keep = max(
            (size for text in self._stop for size in range(1, len(text)) if self._held.endswith(text[:size])), default=0
        )
        ready = self._held[: len(self._held) - keep]
        if ready:
            self._held = self._held[len(ready) :]
            yield ready

    def rest(self) -> Iterator[str]:
        if self._held:
            yield self._held


class _CTranslate2:
    def __init__(self, folder: Path, device: str, compute_type: str, tokenizer: Any) -> None:
        import ctranslate2

        try:
            self._generator: Any = ctranslate2.Generator(
                os.fspath(folder), device=device, compute_type=compute_type, inter_threads=1, intra_threads=cores()
            )
        except ValueError as error:
            raise EngineError(f"CTranslate2 cannot run this model here: {error}") from error
        except RuntimeError as error:
            raise ModelError(os.fspath(folder), f"cannot be loaded ({error})", "Install or convert it again") from error
        self._tokenizer = tokenizer
        self.signature = f"ctranslate2-{ctranslate2.__version__}-{self._generator.compute_type}"

    def tokens(self, ids: Sequence[int], most: int, ends: frozenset[int]) -> Generator[int, None, None]:
        steps = self._generator.generate_tokens(
            self._tokenizer.convert_ids_to_tokens(list(ids)), max_length=most, sampling_topk=1, end_token=sorted(ends)
        )
        # Closing it is what stops the generation.
        with contextlib.closing(steps):
            for step in steps:
                yield step.token_id


class _Transformers:
    def __init__(self, folder: Path, device: str) -> None:
        self._model = load_network("AutoModelForCausalLM", folder, device)
        import torch
        import transformers

        self._torch: Any = torch
        self._device = device
        self.signature = f"transformers-{transformers.__version__}-float32"

    def tokens(self, ids: Sequence[int], most: int, ends: frozenset[int]) -> Generator[int, None, None]:
        """Generates in a thread of its own, and stops when the caller does."""
        from transformers import StoppingCriteria, StoppingCriteriaList
        from transformers.generation.streamers import BaseStreamer

        torch = self._torch
        queue: Queue[Any] = Queue()
        given_up = threading.Event()

        class GivenUp(StoppingCriteria):  # type: ignore[misc]
            def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:
                return torch.full((input_ids.shape[0],), given_up.is_set(), device=input_ids.device, dtype=torch.bool)

        class Streamer(BaseStreamer):  # type: ignore[misc]
            first = True

            def put(self, value: Any) -> None:
                if not self.first:  # the prompt comes first
                    for token in value.flatten().tolist():
                        queue.put(token)
                self.first = False

            def end(self) -> None:
                queue.put(None)

        def run() -> None:
            try:
                with torch.inference_mode():
                    self._model.generate(
                        input_ids=torch.tensor([list(ids)], device=self._device),
                        attention_mask=torch.ones((1, len(ids)), dtype=torch.long, device=self._device),
                        do_sample=False, temperature=None, top_p=None, top_k=None, max_new_tokens=most, max_length=None,
                        eos_token_id=sorted(ends), streamer=Streamer(), stopping_criteria=StoppingCriteriaList([GivenUp()]),
                    )  # fmt: skip
            except Exception as error:
                queue.put(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            while (item := queue.get()) is not None:
                if isinstance(item, Exception):
                    raise EngineError(f"the model failed: {item}") from item
                yield item
        finally:
            given_up.set()
            thread.join()


def _load_tokenizer(folder: Path) -> Any:
    import transformers

    name = os.fspath(folder)
    for file in ("tokenizer.json", "tokenizer_config.json"):
        if not (folder / file).is_file():
            raise ModelError(name, f"has no {file}", "Install it again")
        try:
            json.loads((folder / file).read_text("utf-8"))
        except ValueError as error:
            raise ModelError(name, f"{file} is damaged ({error})", "Install it again") from None
    try:
        with quiet_transformers():
            tokenizer: Any = transformers.AutoTokenizer.from_pretrained(name, local_files_only=True)
    except Exception as error:  # tokenizers raises bare Exceptions
        raise ModelError(name, f"its tokenizer cannot be loaded ({first_line(error)})", "Install it again") from error
    if not getattr(tokenizer, "chat_template", None):
        raise ModelError(name, "has no chat template", "Use an instruct model, not a base model")
    return tokenizer


def _end_tokens(folder: Path, tokenizer: Any) -> frozenset[int]:
    """What ends an answer: the tokenizer's end token, and those that the generation configuration names."""
    ends = {tokenizer.eos_token_id} - {None}
    file = folder / "generation_config.json"
    if file.is_file():
        try:
            named = json.loads(file.read_text("utf-8")).get("eos_token_id")
        except (ValueError, AttributeError):
            raise ModelError(os.fspath(folder), f"{file.name} is damaged", "Install it again") from None
        ends |= set(named) if isinstance(named, list) else {named} - {None}
    if not ends:
        raise ModelError(os.fspath(folder), "names no token that ends an answer", "Use an instruct model")
    return frozenset(int(end) for end in ends)
