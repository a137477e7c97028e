"""Tiny checkpoints of every architecture, with random weights and their real tokenizer classes, in Hub layout.

They translate nothing sensibly; what matters is that tokens, special tokens, prefixes and arithmetic are those of the real ones.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.conftest import SEEDS

__all__ = ["CAUSAL", "CHAT", "SEQ2SEQ", "build", "spread_out"]

CHAT = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def texts() -> list[str]:
    """Lines that the vocabularies are learned from."""
    found = [
        line
        for path in sorted(SEEDS.glob("0[1-4]*.txt"))
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]
    return (
        found + ["The government adopted the decision on a new budget for the next year, ministers said on Monday."] * 3
    )


def pieces(file: Path, symbols: tuple[str, ...] = (), *, kind: str = "unigram", **ids: Any) -> None:
    """Trains a SentencePiece model."""
    import sentencepiece

    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts()), model_prefix=str(file.with_suffix("")), vocab_size=400, model_type=kind,
        hard_vocab_limit=False, minloglevel=2, user_defined_symbols=list(symbols), **ids,
    )  # fmt: skip
    stem = file.with_suffix("")
    stem.with_name(f"{stem.name}.model").rename(file)
    stem.with_name(f"{stem.name}.vocab").unlink()


def spread_out(model: Any) -> Any:
    """Makes random weights large enough that the outputs are not all one token, the same each time."""
    import torch

    generator = torch.Generator().manual_seed(7)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() > 1 and "position" not in name:
                # Small embeddings and large layers: otherwise the token before decides alone, and repeats itself.
                scale = 0.5 if "embed" in name or "shared" in name else 3.0
                parameter.copy_(
                    torch.randn(parameter.shape, generator=generator) * (scale / parameter.shape[-1] ** 0.5)
                )
        if getattr(model.config, "model_type", "") == "marian":
            model.model.shared.weight[model.config.pad_token_id] = 0  # Marian begins with a zero vector
    return model.eval()


def _save(folder: Path, model: Any, tokenizer: dict[str, Any]) -> Path:
    spread_out(model).save_pretrained(folder)
    (folder / "tokenizer_config.json").write_text(json.dumps(tokenizer), "utf-8")
    return folder


def marian(folder: Path, target: str | None = None) -> Path:
    """Marian as Helsinki-NLP publishes it; with ``target``, one that has to be told the language."""
    import sentencepiece
    from transformers import MarianConfig, MarianMTModel

    for name in ("source.spm", "target.spm"):
        pieces(folder / name)
    found = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    listed = [found.id_to_piece(index) for index in range(found.get_piece_size())]
    # Like the real ones: the end first, then the unknown, the vocabulary in its own order, languages, padding last.
    words = ["</s>", "<unk>", *(piece for piece in listed if piece not in ("<unk>", "<s>", "</s>"))]
    if target is not None:
        words += [f">>{code}<<" for code in ("deu", target, "fra")]
    vocabulary = {word: index for index, word in enumerate([*words, "<pad>"])}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), "utf-8")
    size = len(vocabulary)
    config = MarianConfig(
        vocab_size=size, d_model=32, encoder_layers=2, decoder_layers=1, encoder_ffn_dim=64, decoder_ffn_dim=64,
        encoder_attention_heads=4, decoder_attention_heads=4, max_position_embeddings=128, pad_token_id=size - 1,
        eos_token_id=0, bos_token_id=0, forced_eos_token_id=0, decoder_start_token_id=size - 1, scale_embedding=True,
        activation_function="swish", static_position_embeddings=True,
    )  # fmt: skip
    return _save(folder, MarianMTModel(config),
                 {"tokenizer_class": "MarianTokenizer", "source_lang": "uk", "target_lang": "en"})  # fmt: skip


def nllb(folder: Path) -> Path:
    """NLLB-200."""
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer

    pieces(folder / "sentencepiece.bpe.model", kind="bpe")
    codes = ["bel_Cyrl", "deu_Latn", "eng_Latn", "rus_Cyrl", "ukr_Cyrl"]
    described = {"tokenizer_class": "NllbTokenizer", "additional_special_tokens": codes}
    (folder / "tokenizer_config.json").write_text(json.dumps(described), "utf-8")
    tokenizer = NllbTokenizer.from_pretrained(folder)
    config = _m2m_config(M2M100Config, len(tokenizer))
    spread_out(M2M100ForConditionalGeneration(config)).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def m2m100(folder: Path) -> Path:
    """M2M-100."""
    import sentencepiece
    from transformers import M2M100Config, M2M100ForConditionalGeneration, M2M100Tokenizer

    pieces(folder / "sentencepiece.bpe.model", kind="bpe")
    found = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.bpe.model"))
    listed = [found.id_to_piece(index) for index in range(found.get_piece_size())]
    words = ["<s>", "<pad>", "</s>", "<unk>", *(piece for piece in listed if piece not in ("<unk>", "<s>", "</s>"))]
    (folder / "vocab.json").write_text(
        json.dumps({word: index for index, word in enumerate(words)}, ensure_ascii=False), "utf-8"
    )
    tokenizer = M2M100Tokenizer(folder / "vocab.json", folder / "sentencepiece.bpe.model")
    size = len(words) + len(tokenizer.lang_code_to_token) + tokenizer.num_madeup_words
    config = _m2m_config(M2M100Config, size)
    spread_out(M2M100ForConditionalGeneration(config)).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _m2m_config(kind: Any, size: int) -> Any:
    return kind(
        vocab_size=size, d_model=32, encoder_layers=2, decoder_layers=2, encoder_ffn_dim=64, decoder_ffn_dim=64,
        encoder_attention_heads=4, decoder_attention_heads=4, max_position_embeddings=128,
    )  # fmt: skip


def t5(folder: Path, symbols: tuple[str, ...] = (), *, multilingual: bool = False) -> Path:
    """T5; with ``<2en>`` among its symbols, MADLAD-400; multilingual, mT5."""
    import transformers

    pieces(folder / "spiece.model", symbols, pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
    prefix = "MT5" if multilingual else "T5"
    config = getattr(transformers, f"{prefix}Config")(
        vocab_size=600, d_model=32, d_kv=8, d_ff=64, num_layers=2, num_decoder_layers=2, num_heads=4,
        feed_forward_proj="gated-gelu", tie_word_embeddings=False, decoder_start_token_id=0, pad_token_id=0, eos_token_id=1,
    )  # fmt: skip
    return _save(folder, getattr(transformers, f"{prefix}ForConditionalGeneration")(config),
                 {"tokenizer_class": "T5Tokenizer", "extra_ids": 0 if symbols else 100})  # fmt: skip


def _tokenizer(folder: Path, special: list[str], lines: list[str], size: int, *, spaces: bool) -> int:
    """``tokenizer.json``, byte-level or with the spaces made visible as Gemma has it; returns its size."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

    if spaces:
        tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True))
        tokenizer.normalizer = normalizers.Replace(" ", "▁")
        tokenizer.pre_tokenizer = pre_tokenizers.Split("▁", "merged_with_next")
        tokenizer.decoder = decoders.Replace("▁", " ")
        alphabet = sorted({char for line in lines for char in line.replace(" ", "▁")} | {"\n"})
    else:
        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.decoder = decoders.ByteLevel()
        alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=special, initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(lines, trainer)
    tokenizer.save(str(folder / "tokenizer.json"))
    return tokenizer.get_vocab_size()


def causal(folder: Path, kind: str, lines: list[str] | None = None, **sizes: int) -> Path:
    """Qwen3, Gemma 3 or Llama with a chat template."""
    import transformers

    special = {
        "Qwen3": ["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
        "Gemma3": ["<pad>", "<eos>", "<bos>", "<unk>", "<|im_start|>", "<|im_end|>"],
        "Llama": ["<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>"],
    }[kind]
    size = _tokenizer(folder, special, lines or texts(), sizes.pop("vocabulary", 400), spaces=kind == "Gemma3")
    end = special.index("<|im_end|>")
    shape: dict[str, Any] = {
        "vocab_size": size, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
        "num_key_value_heads": 2, "head_dim": 8, "max_position_embeddings": 512, "eos_token_id": end, "pad_token_id": 0,
        "bos_token_id": None, "tie_word_embeddings": True, **sizes,
    }  # fmt: skip
    if kind == "Gemma3":
        shape["query_pre_attn_scalar"] = shape["head_dim"]  # as in the published ones
    config = {"Qwen3": "Qwen3Config", "Gemma3": "Gemma3TextConfig", "Llama": "LlamaConfig"}[kind]
    model = getattr(transformers, f"{kind}ForCausalLM")(getattr(transformers, config)(**shape))
    classes = {"Qwen3": "Qwen2TokenizerFast", "Gemma3": "GemmaTokenizer", "Llama": "PreTrainedTokenizerFast"}
    described = {"tokenizer_class": classes[kind], "eos_token": "<|im_end|>", "pad_token": special[0],
                 "chat_template": CHAT, "model_max_length": shape["max_position_embeddings"]}  # fmt: skip
    if kind == "Llama":
        described |= {"bos_token": "<s>", "unk_token": "<unk>"}
    _save(folder, model, described)
    (folder / "generation_config.json").write_text(json.dumps({"eos_token_id": [end, 0], "do_sample": True}), "utf-8")
    return folder


SEQ2SEQ: dict[str, Callable[[Path], Path]] = {
    "marian": marian,
    "marian-many": lambda folder: marian(folder, "eng"),
    "nllb": nllb,
    "m2m_100": m2m100,
    "t5": t5,
    "madlad": lambda folder: t5(folder, ("<2en>", "<2uk>", "<2de>")),
    "mt5": lambda folder: t5(folder, multilingual=True),
}
CAUSAL: dict[str, Callable[[Path], Path]] = {
    "qwen3": lambda folder: causal(folder, "Qwen3"),
    "gemma3_text": lambda folder: causal(folder, "Gemma3"),
    "llama": lambda folder: causal(folder, "Llama"),
}


def build(name: str, folder: Path) -> Path:
    """The checkpoint of an architecture, in a new folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return {**SEQ2SEQ, **CAUSAL}[name](folder)
