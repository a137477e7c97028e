"""Text to tokens and back, through SentencePiece directly: start-up stays short, and PyTorch stays out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..errors import ModelError
from .languages import LanguageTokens

__all__ = ["PIECES", "Tokenizer", "pieces_of"]

_EOS = "</s>"
#: Names of SentencePiece models: of the source and the target (Marian), of both (NLLB and M2M-100; T5, MADLAD-400 and mT5).
PIECES = ("source.spm", "target.spm", "sentencepiece.bpe.model", "spiece.model")


def pieces_of(folder: Path) -> list[Path]:
    """The SentencePiece models in a folder: of source and target, or one of both."""
    return [file for name in PIECES if (file := folder / name).is_file()][:2]


class Tokenizer:
    """The tokenizer of a translation model.

    Args:
        path: The folder with its SentencePiece models (one is enough for a joint vocabulary).
        languages: What the model is told besides the sentence.

    Raises:
        ModelError: They are missing or damaged.
    """

    def __init__(self, path: str | os.PathLike[str], languages: LanguageTokens | None = None) -> None:
        import sentencepiece

        files = pieces_of(Path(path))
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
        self._languages = languages or LanguageTokens()

    @property
    def target_prefix(self) -> tuple[str, ...]:
        """The tokens that every target begins with; no part of the translation."""
        return self._languages.target

    def encode(self, text: str, language: str | None = None) -> list[str]:
        """The source tokens of a normalised text, with the end token and whatever tells the model its language.

        Args:
            text: The text.
            language: ISO 639-1 code of the text, for models that want to be told.
        """
        return self._framed(self._source.encode(self._worded(text, language), out_type=str), language)

    def encode_all(self, texts: Sequence[str], language: str | None = None) -> list[list[str]]:
        """:meth:`encode` for many texts."""
        encoded = self._source.encode([self._worded(text, language) for text in texts], out_type=str)
        return [self._framed(tokens, language) for tokens in encoded]

    def _worded(self, text: str, language: str | None) -> str:
        return self._languages.words.get(language or "", "") + text

    def _framed(self, tokens: list[str], language: str | None) -> list[str]:
        before = self._languages.source.get(language or "", self._languages.always)
        return [before, *tokens, _EOS] if before else [*tokens, _EOS]

    def decode(self, tokens: Sequence[str]) -> str:
        """The text of target tokens."""
        return str(
            self._target.decode_pieces([token for token in tokens if token not in (_EOS, "<unk>", "<pad>", "<s>")])
        ).strip()
