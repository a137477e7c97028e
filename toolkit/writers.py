"""Instruct models as functions from a prompt to an answer: those that the toolkit runs, and any program that does the same.

Programs are ``ollama run qwen3:4b``, ``llama-cli -m model.gguf -f /dev/stdin`` and the like. Knows nothing about summaries.
"""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .answers import whole_sentences
from .engines import Decoding
from .errors import EngineError

if TYPE_CHECKING:
    from .engines.causal_engine import CausalEngine
    from .models import Model

__all__ = ["EngineWriter", "PartWriter", "command_writer"]

_ANSWER = 512  # tokens of the longest answer; a summary of ten sentences has about 300


class EngineWriter:
    """An instruct model that the toolkit runs, as a function from a prompt to an answer.

    Args:
        engine: The model.
        max_tokens: The longest answer, in tokens; one that is cut off there loses its last, unfinished sentence.
        seconds: How long an answer may take.

    Raises:
        EngineError: When called, if the answer takes too long or is empty.
    """

    def __init__(self, engine: CausalEngine, *, max_tokens: int = _ANSWER, seconds: float = 1800) -> None:
        self._engine, self._seconds = engine, seconds
        # A model with a short context must leave room for the prompt.
        self._most = min(max_tokens, engine.context // 4)

    @property
    def name(self) -> str:
        """For signatures."""
        return self._engine.signature

    def fits(self, prompt: str) -> bool:
        """Whether a prompt and its answer fit into the context."""
        return self._engine.fits(prompt, max_tokens=self._most)

    def __call__(self, prompt: str) -> str:
        answer = self._engine.generate(prompt, max_tokens=self._most, seconds=self._seconds)
        if answer.ending == "timeout":
            raise EngineError(
                f"the model {self._engine.name} did not finish its answer within {self._seconds:g} seconds"
            )
        if not answer.text.strip():
            raise EngineError(f"the model {self._engine.name} wrote nothing")
        return answer.text if answer.ending == "stop" else whole_sentences(answer.text)


class PartWriter:
    """A summariser that takes no prompt (mT5): the sentences of a part in, what it says about them out.

    Args:
        model: The model.
    """

    # As csebuetnlp/mT5_multilingual_XLSum was trained and measured: 512 tokens in, a beam of four, no pair of words twice.
    _MOST = 512
    _DECODING = Decoding(beam=4, no_repeat_ngram=2)

    def __init__(self, model: Model) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """For signatures."""
        return self._model.signature

    def fits(self, text: str) -> bool:
        """Whether the model reads all of a text."""
        return len(self._model.tokenizer.encode(text)) <= self._MOST

    def __call__(self, sentences: Sequence[str]) -> str:
        tokens = self._model.tokenizer.encode(" ".join(sentences))
        (found,) = next(iter(self._model.engine.translate([[tokens]], self._DECODING)))
        return self._model.tokenizer.decode(found.tokens)


def command_writer(command: str | Sequence[str], *, seconds: float = 600) -> Callable[[str], str]:
    """A program as a writer: the prompt is its standard input, the answer its standard output.

    Args:
        command: The program with its arguments; no shell is involved.
        seconds: How long it may take.

    Returns:
        A function that raises ``EngineError`` if the program is not there, fails, says nothing, or takes too long.
    """
    words = shlex.split(command) if isinstance(command, str) else list(command)
    if not words:
        raise EngineError("the writer is empty: give a program that reads a prompt and writes an answer")

    def answer(prompt: str) -> str:
        try:
            done = subprocess.run(  # noqa: S603 - the user's own program, and nothing of an article among its arguments
                words, input=prompt.encode(), capture_output=True, timeout=seconds, check=False
            )
        except FileNotFoundError:
            raise EngineError(f"the writer {words[0]} is not installed, or not on the PATH") from None
        except subprocess.TimeoutExpired:
            raise EngineError(f"the writer {words[0]} did not answer within {seconds:g} seconds") from None
        except OSError as error:
            raise EngineError(f"the writer {words[0]} cannot be started ({error.strerror or error})") from None
        text = done.stdout.decode("utf-8", "replace")
        if done.returncode:
            reason = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [
                f"exit code {done.returncode}"
            ]
            raise EngineError(f"the writer {words[0]} failed: {reason[0][:200]}")
        if not text.strip():
            raise EngineError(f"the writer {words[0]} wrote nothing")
        return text

    return answer
