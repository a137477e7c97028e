"""Ukrainian articles in, faithful English out, on your own machine.

>>> import toolkit
>>> t = toolkit.Toolkit()
>>> print(t.translate("article.docx").text)  # doctest: +SKIP
"""

from ._version import __version__
from .api import Toolkit
from .errors import EngineError, ModelError, OutputError, ReadingError, ToolkitError
from .language import detect
from .types import (
    Article,
    Block,
    Detection,
    Document,
    Mark,
    Role,
    Sentence,
    Span,
    TranslatedSentence,
    Translation,
)

__all__ = [
    "Article",
    "Block",
    "Detection",
    "Document",
    "EngineError",
    "Mark",
    "ModelError",
    "OutputError",
    "ReadingError",
    "Role",
    "Sentence",
    "Span",
    "Toolkit",
    "ToolkitError",
    "TranslatedSentence",
    "Translation",
    "__version__",
    "detect",
]
