"""Instruct models outside the toolkit as functions from a prompt to an answer: any program that reads one and writes the other.

``ollama run qwen3:4b``, ``llama-cli -m model.gguf -f /dev/stdin`` and the like. Knows programs; nothing about summaries.
"""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable, Sequence

from .errors import EngineError

__all__ = ["command_writer"]


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
