"""The files of a batch on Ray: actors that load the model once, and groups of files that travel to them and come back done.

An actor reads, parses, translates and renders its files, so that the process that started the batch only moves bytes and keeps
the manifest. Actors rather than a Ray Data pipeline: the manifest has to be asked before a file is sent and written after it is
done, in order, while the folder is still being listed. Knows nothing about manifests or output folders. Needs the extra ``ray``.
"""

from __future__ import annotations

import importlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .errors import EngineError
from .file_outputs import FileWork, Finished, translate_files

__all__ = ["RayPool"]

# A group is sent when it has this many bytes or files: about the sentences of one window of the local planner.
_GROUP_BYTES = 256 * 1024
_GROUP_FILES = 64
_AHEAD = 2  # groups on their way to each actor, so that none waits


class _Worker:
    """What runs in an actor."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        from .api import Toolkit

        self._translator = Toolkit(**options).translator

    def run(self, files: Sequence[FileWork], format: str, summary: int, max_bytes: int) -> list[Finished]:
        """See :func:`toolkit.file_outputs.translate_files`."""
        return translate_files(files, self._translator, format=format, summary=summary, max_bytes=max_bytes)


class RayPool:
    """Actors on one or more machines.

    Args:
        options: Arguments of :class:`toolkit.Toolkit` for each actor; a model named by a folder must be there on every machine.
        actors: How many; one for each core of this machine by default.
        address: Of an existing cluster (``auto``, ``ray://HOST:10001``); by default Ray is started on this machine, and stopped at
            the end.

    Raises:
        EngineError: Ray is not installed, or the cluster cannot be reached.
    """

    def __init__(self, options: Mapping[str, Any], *, actors: int | None = None, address: str | None = None) -> None:
        try:
            ray: Any = importlib.import_module("ray")  # an extra: its types are not at hand everywhere
        except ImportError as error:
            raise EngineError("the engine ray needs Ray: pip install 'toolkit-uk-en[ray]'") from error
        from .engines.ctranslate2_engine import cores

        self._ray = ray
        self._started = not ray.is_initialized()
        gpu = options.get("device", "cpu") != "cpu"
        count = actors or cores()
        try:
            if self._started:
                local = {} if address else {"num_cpus": max(count, cores()), "include_dashboard": False}
                ray.init(address=address, log_to_driver=False, logging_level="ERROR", configure_logging=False, **local)
        except (ConnectionError, ValueError, RuntimeError, TimeoutError) as error:
            raise EngineError(f"the Ray cluster {address or 'on this machine'} cannot be reached: {error}") from error
        actor = ray.remote(num_cpus=1, num_gpus=1 if gpu else 0, max_restarts=-1, max_task_retries=-1)(_Worker)
        # One core for each actor; a GPU does with one as well.
        self._actors = [actor.remote({**options, "workers": 1}) for _ in range(count)]

    def translate(self, files: Iterable[FileWork], *, format: str, summary: int, max_bytes: int) -> Iterator[Finished]:
        """Does files in order; those of an actor that dies are done again by its successor."""
        flight: deque[Any] = deque()
        for number, group in enumerate(_groups(files)):
            actor = self._actors[number % len(self._actors)]
            flight.append(actor.run.remote(group, format, summary, max_bytes))
            if len(flight) >= _AHEAD * len(self._actors):
                yield from self._ray.get(flight.popleft())
        while flight:
            yield from self._ray.get(flight.popleft())

    def close(self) -> None:
        """Lets the actors go, and stops Ray where it was started here."""
        for actor in self._actors:
            self._ray.kill(actor)
        if self._started:
            self._ray.shutdown()


def _groups(files: Iterable[FileWork]) -> Iterator[list[FileWork]]:
    group: list[FileWork] = []
    size = 0
    for work in files:
        group.append(work)
        size += len(work.data)
        if size >= _GROUP_BYTES or len(group) >= _GROUP_FILES:
            yield group
            group, size = [], 0
    if group:
        yield group
