"""Ukrainian articles in, faithful English and cited summaries out, on your own machine.

>>> import toolkit
>>> t = toolkit.Toolkit()
>>> print(t.translate("article.docx").text)  # doctest: +SKIP
"""

from ._version import __version__
from .api import Toolkit
from .errors import EngineError, ModelError, OutputError, PromptError, ReadingError, ToolkitError
from .language import detect
from .types import (
    Article,
    Block,
    Citation,
    Claim,
    Detection,
    Document,
    Mark,
    Role,
    Sentence,
    Span,
    Summary,
    TranslatedSentence,
    Translation,
)

__all__ = [
    "Article",
    "Block",
    "Citation",
    "Claim",
    "Detection",
    "Document",
    "EngineError",
    "Mark",
    "ModelError",
    "OutputError",
    "PromptError",
    "ReadingError",
    "Role",
    "Sentence",
    "Span",
    "Summary",
    "Toolkit",
    "ToolkitError",
    "TranslatedSentence",
    "Translation",
    "__version__",
    "detect",
]
