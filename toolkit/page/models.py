"""The tab that shows what is installed."""

from __future__ import annotations

import gradio as gr

from ..models import installed
from ..rendering import environment

__all__ = ["build"]


def table() -> str:
    """The installed models as an HTML table."""
    return str(environment().get_template("models.html").render(models=installed()))


def build() -> None:
    """The tab's components."""
    gr.HTML(table())
