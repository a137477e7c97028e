"""The page: give it an article, read its translation beside it, and follow each sentence of the summary to its source.

    python app.py            (or: toolkit demo)

Binds to 127.0.0.1, asks no other machine for anything, keeps no text. Its pieces are in ``toolkit/page``.
"""

from __future__ import annotations

import os

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
# This process asks nobody for anything. Fetching a model, when the reader asks for it, is another process.
os.environ.setdefault("TOOLKIT_OFFLINE", os.environ.get("HF_HUB_OFFLINE", ""))
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import gradio as gr

from toolkit.page import STYLE, article, compare, endpoints, folder, models
from toolkit.page.downloads import KEPT_SECONDS


def build() -> gr.Blocks:
    """The page."""
    with gr.Blocks(
        title="Ukrainian articles in English", analytics_enabled=False, delete_cache=(KEPT_SECONDS, KEPT_SECONDS)
    ) as page:
        gr.Markdown(
            "# Ukrainian articles in English\nTranslated and summarised on this machine. Nothing you give it leaves it."
        )
        with gr.Tab("Article"):
            choices = [article.build()]
        with gr.Tab("Folder"):
            folder.build()
        with gr.Tab("Compare"):
            choices += compare.build()
        with gr.Tab("Models"):
            models.build(choices, fetching=os.environ["TOOLKIT_OFFLINE"] in ("", "0"))
        endpoints.build()
    return page


def main(
    host: str = "127.0.0.1", port: int | None = None, *, auth: tuple[str, str] | None = None, mcp: bool = False
) -> None:
    """Opens the page until it is interrupted.

    Args:
        host: Address to listen on.
        port: A free one from 7860 by default.
        auth: User and password that the page asks for.
        mcp: Whether to offer the endpoints as MCP tools too (extra ``mcp``).
    """
    theme = gr.themes.Default(
        primary_hue="blue", font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]
    ).set(
        link_text_color="*primary_700",
        link_text_color_dark="*primary_300",
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover_dark="*primary_600",
    )
    build().queue(max_size=64).launch(
        server_name=host, server_port=port, auth=auth, mcp_server=mcp, theme=theme, css_paths=STYLE, max_file_size="50mb",
        footer_links=["api"], share=False, ssr_mode=False, show_error=True,
    )  # fmt: skip


if __name__ == "__main__":
    main()
