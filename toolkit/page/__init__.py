"""The Gradio page, in pieces; ``app.py`` puts them together. Knows the toolkit's public interface, and no model.

Shows nothing of an article outside a sandboxed frame unescaped, keeps no text, and asks no other machine for anything.
"""

from pathlib import Path

__all__ = ["STYLE"]

STYLE = Path(__file__).with_name("style.css")
