"""Text to tokens and back, through SentencePiece directly: start-up stays short, and PyTorch stays out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..errors import ModelError

__all__ = ["Tokenizer"]

_EOS = "</s>"


class Tokenizer:
    """The tokenizer of a Marian model.

    Args:
        path: The folder with ``source.spm`` and ``target.spm`` (one of them is enough for a joint vocabulary).

    Raises:
        ModelError: They are missing or damaged.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        import sentencepiece

        folder = Path(path)
        files = [file for name in ("source.spm", "target.spm") if (file := folder / name).is_file()]
        if not files:
            raise ModelError(os.fspath(path), "has no source.spm", "Install or convert it again")
        try:
            self._source: Any = sentencepiece.SentencePieceProcessor(model_file=os.fspath(files[0]))
            self._target: Any = (
                self._source
                if len(files) == 1
                else sentencepiece.SentencePieceProcessor(model_file=os.fspath(files[-1]))
            )
        except (OSError, RuntimeError) as error:
            raise ModelError(
                os.fspath(path), "its SentencePiece model is damaged", "Install or convert it again"
            ) from error

    def encode(self, text: str) -> list[str]:
        """The source tokens of a normalised text, with the end token."""
        return [*self._source.encode(text, out_type=str), _EOS]

    def encode_all(self, texts: Sequence[str]) -> list[list[str]]:
        """:meth:`encode` for many texts."""
        return [[*tokens, _EOS] for tokens in self._source.encode(list(texts), out_type=str)]

    def decode(self, tokens: Sequence[str]) -> str:
        """The text of target tokens."""
        return str(
            self._target.decode_pieces([token for token in tokens if token not in (_EOS, "<unk>", "<pad>", "<s>")])
        ).strip()
