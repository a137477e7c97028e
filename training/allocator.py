"""Another memory allocator for long runs on a CPU.

Each batch has another shape, and strings and lists of the corpus lie between the tensors of the batches. glibc leaves such a heap
in ever more pieces and searches through them at each request: a run that began with 4,000 tokens a second had 1,800 after 24
minutes, and spent 45 % of its time in ``malloc`` (``LOG.md``, 2026-11-30). tcmalloc and jemalloc keep their speed. Both are loaded
before a program starts, by the variable ``LD_PRELOAD`` of the dynamic linker (man 8 ld.so).
"""

from __future__ import annotations

import ctypes.util
import os
import sys

_ALLOCATORS = ("tcmalloc_minimal", "tcmalloc", "jemalloc")
_HINT = (
    "allocator: glibc's, with which a run gets slower by the hour. Install tcmalloc or jemalloc "
    "(Debian: apt install libtcmalloc-minimal4) and start again; it will be found."
)


def restart_with_another() -> None:
    """Starts the running command again with tcmalloc or jemalloc, if Linux has one; says on stderr if it has none.

    Does nothing where an allocator has been loaded already, and on other systems.
    """
    loaded = os.environ.get("LD_PRELOAD", "")
    if not sys.platform.startswith("linux") or any(name in loaded for name in _ALLOCATORS):
        return
    found = next((library for name in _ALLOCATORS if (library := ctypes.util.find_library(name))), None)
    if found is None:
        print(_HINT, file=sys.stderr)
        return
    os.environ["LD_PRELOAD"] = f"{found} {loaded}".strip()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
