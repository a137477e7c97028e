"""How a translation model is told its languages: by tokens before the source, before the target, or by words.

Each architecture does it in its own way, and none of the code outside this module knows which.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["CAUSAL", "LanguageTokens", "architecture_of", "language_tokens"]

#: ``model_type`` of configurations whose models continue a text: instruct models. Those that CTranslate2 4.8 converts.
CAUSAL = frozenset({"qwen2", "qwen3", "gemma", "gemma2", "gemma3", "gemma3_text", "llama", "mistral", "phi3"})

# The languages that :func:`toolkit.detect` tells apart, as NLLB-200 calls them (FLORES-200 codes).
_NLLB = {
    "uk": "ukr_Cyrl", "ru": "rus_Cyrl", "be": "bel_Cyrl", "bg": "bul_Cyrl", "mk": "mkd_Cyrl", "sr": "srp_Cyrl", "en": "eng_Latn",
    "de": "deu_Latn", "fr": "fra_Latn", "es": "spa_Latn", "it": "ita_Latn", "pt": "por_Latn", "pl": "pol_Latn", "cs": "ces_Latn",
    "sk": "slk_Latn", "hu": "hun_Latn", "ro": "ron_Latn", "nl": "nld_Latn", "sv": "swe_Latn", "da": "dan_Latn", "no": "nob_Latn",
    "fi": "fin_Latn", "et": "est_Latn", "lv": "lvs_Latn", "lt": "lit_Latn", "tr": "tur_Latn", "hr": "hrv_Latn", "sl": "slv_Latn",
    "sq": "als_Latn", "id": "ind_Latn", "vi": "vie_Latn", "ca": "cat_Latn",
}  # fmt: skip
# For the prefixes of T5, which names languages in English.
_NAMES = {"uk": "Ukrainian", "ru": "Russian", "be": "Belarusian", "en": "English", "de": "German", "fr": "French"}


@dataclass(frozen=True, slots=True)
class LanguageTokens:
    """What a model is told besides the sentence.

    Attributes:
        source: Token before the source, by its language.
        words: Words before the source, by its language; tokenised with it.
        always: Token before the source, whatever its language.
        target: Tokens that the target begins with.
    """

    source: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    always: str = ""
    target: tuple[str, ...] = ()


def architecture_of(folder: Path, vocabulary: Collection[str] = ()) -> str:
    """The kind of a checkpoint in Hugging Face layout: its ``model_type``, with NLLB and MADLAD told from their relatives.

    Args:
        folder: With ``config.json`` and the tokenizer's files.
        vocabulary: Tokens of its SentencePiece model, where they are at hand.

    Raises:
        ValueError: The configuration is not one.
    """
    kind = _json(folder / "config.json").get("model_type")
    if kind == "m2m_100":
        described = folder / "tokenizer_config.json"
        name = str(_json(described).get("tokenizer_class", "")) if described.is_file() else ""
        return "nllb" if name.startswith("Nllb") else "m2m_100"
    if kind == "t5" and "<2en>" in vocabulary:
        return "madlad"
    return str(kind)


def _json(path: Path) -> dict[str, Any]:
    found = json.loads(path.read_text("utf-8"))
    if not isinstance(found, dict):
        raise ValueError(f"{path.name} holds no object")
    return found


def source_languages(architecture: str) -> tuple[str, ...]:
    """What a model reads of which nothing more is known."""
    if architecture in ("nllb", "m2m_100", "madlad"):
        return tuple(code for code in _NLLB if code != "en")
    if architecture == "t5":
        return tuple(code for code in _NAMES if code != "en")
    return ("uk", "ru", "be") if architecture in CAUSAL else ("uk",)


def language_tokens(architecture: str, target_token: str = "") -> LanguageTokens:
    """What models of an architecture are told, to translate to English.

    Args:
        architecture: See :func:`architecture_of`.
        target_token: Of a Marian model with several target languages, ``>>eng<<``.
    """
    if architecture == "nllb":
        return LanguageTokens(source=_NLLB, target=("eng_Latn",))
    if architecture == "m2m_100":
        return LanguageTokens(source={code: f"__{code}__" for code in _NLLB}, target=("__en__",))
    if architecture == "madlad":
        return LanguageTokens(always="<2en>")
    if architecture == "t5":
        return LanguageTokens(words={code: f"translate {name} to English: " for code, name in _NAMES.items()})
    return LanguageTokens(always=target_token)
