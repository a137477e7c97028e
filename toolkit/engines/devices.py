"""Which device a model runs on and in which numeric type, and why."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import EngineError

__all__ = ["DEVICES", "Choice", "choose"]

DEVICES = ("cpu", "cuda", "mps", "auto")


@dataclass(frozen=True, slots=True)
class Choice:
    """A device and a numeric type.

    Attributes:
        device: ``cpu``, ``cuda`` or ``mps``.
        compute_type: CTranslate2's name of a type, or ``float32`` for Transformers.
        reason: Why these, for people.
    """

    device: str
    compute_type: str
    reason: str


def choose(layout: str, device: str = "cpu", compute_type: str = "default") -> Choice:
    """The device and type for a model.

    Args:
        layout: ``ctranslate2`` or ``transformers``.
        device: ``cpu``, ``cuda``, ``mps``, or ``auto`` for the fastest that is there.
        compute_type: A numeric type, or ``default`` for the best that the device supports.

    Raises:
        EngineError: The device is not there, or does not know the type.
    """
    if device not in DEVICES:
        raise EngineError(f"device {device!r} is none of {', '.join(DEVICES)}")
    return _ctranslate2(device, compute_type) if layout == "ctranslate2" else _transformers(device, compute_type)


def _ctranslate2(device: str, compute_type: str) -> Choice:
    import ctranslate2

    cards = ctranslate2.get_cuda_device_count()
    if device == "mps":
        raise EngineError("CTranslate2 does not run on mps: use a checkpoint in Hugging Face layout, or --device cpu")
    if device == "cuda" and not cards:
        raise EngineError("there is no CUDA device that CTranslate2 can use: install its driver, or use --device cpu")
    chosen = "cuda" if device == "cuda" or (device == "auto" and cards) else "cpu"
    if chosen == "cuda":
        why = f"{cards} CUDA device{'s' if cards > 1 else ''} found"
    else:
        why = "no CUDA device found" if device == "auto" else "the default"
    supported = set(ctranslate2.get_supported_compute_types(chosen))
    if compute_type != "default":
        if compute_type not in supported | {"auto"}:
            raise EngineError(f"{chosen} does not support {compute_type} here; it does {', '.join(sorted(supported))}")
        return Choice(chosen, compute_type, f"{chosen}: {why}; {compute_type}: asked for")
    if chosen == "cpu":
        # The type the files are stored in. On a CPU without int8 kernels CTranslate2 falls back to float32 by itself.
        return Choice(
            "cpu", "default", f"cpu: {why}; the type of the files: int8 takes a quarter of the memory of float32"
        )
    best = next((name for name in ("int8_float16", "int8_bfloat16", "float16", "int8") if name in supported), "float32")
    return Choice("cuda", best, f"cuda: {why}; {best}: the smallest fast type it supports")


def _transformers(device: str, compute_type: str) -> Choice:
    if compute_type not in ("default", "float32"):
        raise EngineError(f"the Transformers engine runs in float32, not in {compute_type}")
    try:
        import torch
    except ImportError as error:
        raise EngineError("the Transformers engine needs PyTorch: pip install 'toolkit-uk-en[torch]'") from error
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if device == "auto":
        chosen = next(name for name in ("cuda", "mps", "cpu") if there[name])
        return Choice(chosen, "float32", f"{chosen}: the fastest that PyTorch finds; float32: as published")
    if not there[device]:
        raise EngineError(f"PyTorch finds no {device} here: use --device cpu")
    return Choice(device, "float32", f"{device}: asked for; float32: as published")
