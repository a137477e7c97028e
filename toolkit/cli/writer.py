"""Where the results of ``toolkit translate`` go."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..types import Translation

__all__ = ["Writer"]


class Writer:
    """Puts each result where ``-o`` says: standard output, one file, or a folder that mirrors the folders given."""

    def __init__(self, output: Path | None, format: str, paths: list[str], summary: int) -> None:
        self._output, self._format, self._summary = output, format, summary
        self._folders = [Path(path) for path in paths if path != "-" and Path(path).is_dir()]
        single = len(paths) == 1 and not self._folders and not paths[0].lower().endswith((".jsonl", ".ndjson"))
        self._one_file = output is not None and single and not output.is_dir() and bool(output.suffix)
        self._taken: set[str] = set()
        self.count = self.flagged = 0

    def write(self, translation: Translation) -> None:
        from ..errors import OutputError
        from ..output import name_for, write_whole
        from ..rendering import render

        data = render(translation, self._format)
        source = translation.article.document.source
        summary = self._summarized(translation) if self._summary else None
        if self._output is None:
            for part in (summary, data) if summary is not None else (data,):
                sys.stdout.buffer.write(part)
                sys.stdout.buffer.write(b"\n")
            sys.stdout.buffer.flush()
        else:
            if self._one_file:
                target = self._output
            else:
                folder = self._output / self._relative(source)
                names = [Path(name).name for name in self._taken if Path(name).parent == folder]
                target = folder / name_for(source, self._format, names)
                self._taken.add(str(target))
            if target.exists() and Path(source).exists() and target.samefile(source):
                raise OutputError(str(target), "is the source itself", "Give another name with -o")
            write_whole(target, data)
            if summary is not None:
                write_whole(target.with_suffix(f".summary{target.suffix}"), summary)
        self.count += 1
        self.flagged += sum(bool(sentence.warnings) for sentence in translation.sentences)

    def _summarized(self, translation: Translation) -> bytes:
        from ..summarization import summarize as summarize_translations
        from ..summary_rendering import render_summary

        return render_summary(summarize_translations([translation], sentences=self._summary), self._format)

    def _relative(self, source: str) -> Path:
        path = Path(source.partition("#")[0])
        for folder in self._folders:
            if path.is_relative_to(folder):
                return path.relative_to(folder).parent
        return Path()
