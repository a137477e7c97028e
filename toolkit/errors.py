"""What can go wrong, as one tree; every message names the thing, the problem and the remedy.

::

    ToolkitError
    ├── ReadingError      a file, or a line of one, cannot be read as an article
    ├── ModelError        a model is missing, incomplete or not what it says
    ├── EngineError       an engine cannot run (for example, PyTorch is not installed)
    ├── PromptError       a prompt is missing or does not fit its call
    └── OutputError       a result cannot be written
"""

from __future__ import annotations

__all__ = ["EngineError", "ModelError", "OutputError", "PromptError", "ReadingError", "ToolkitError"]


class ToolkitError(Exception):
    """Any failure that the person who called can do something about."""


class ReadingError(ToolkitError):
    """A source cannot be read as an article.

    Attributes:
        source: The path or name of what was read.
        problem: What is wrong with it.
        remedy: What to do about it.
        line: For JSONL, the number of the broken line (from 1).
    """

    def __init__(self, source: str, problem: str, remedy: str, *, line: int | None = None) -> None:
        where = f"{source}, line {line}" if line is not None else source
        super().__init__(f"{where}: {problem}. {remedy}.")
        self.source, self.problem, self.remedy, self.line = source, problem, remedy, line


class ModelError(ToolkitError):
    """A model cannot be found or loaded."""

    def __init__(self, model: str, problem: str, remedy: str) -> None:
        super().__init__(f"model {model}: {problem}. {remedy}.")
        self.model, self.problem, self.remedy = model, problem, remedy


class EngineError(ToolkitError):
    """An engine cannot be started or used."""


class PromptError(ToolkitError):
    """A prompt cannot be loaded or filled in."""

    def __init__(self, prompt: str, problem: str, remedy: str) -> None:
        super().__init__(f"prompt {prompt}: {problem}. {remedy}.")
        self.prompt, self.problem, self.remedy = prompt, problem, remedy


class OutputError(ToolkitError):
    """A result cannot be written.

    Attributes:
        path: What could not be written.
        problem: What is wrong.
        remedy: What to do about it.
        no_space: Whether the disk is full, so that nothing else can be written either.
    """

    def __init__(self, path: str, problem: str, remedy: str, *, no_space: bool = False) -> None:
        super().__init__(f"{path}: {problem}. {remedy}.")
        self.path, self.problem, self.remedy, self.no_space = path, problem, remedy, no_space
