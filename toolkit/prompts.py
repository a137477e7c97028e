"""Loads prompts: Markdown files with front matter (name, version, description, variables) and a Jinja2 body.

A user's folder overrides the built-in prompts by name. A prompt says which variables it takes; one that is missing or unknown is an
error, in the prompt and in the call. What comes from an article goes in as data: it is never rendered as a template.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from .errors import PromptError
from .resources import resource

__all__ = ["Prompt", "delimiter_for", "load_prompt"]

_FRONT = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt, ready to be filled in.

    Attributes:
        name: Its name, which is also that of its file.
        version: Part of the signature of every result that it made.
        description: What it asks for.
        variables: What it takes.
        body: The Jinja2 template.
    """

    name: str
    version: str
    description: str
    variables: tuple[str, ...]
    body: str

    def render(self, **values: object) -> str:
        """The prompt with its variables filled in.

        Raises:
            PromptError: A variable is missing or unknown.
        """
        import jinja2

        missing, unknown = set(self.variables) - values.keys(), values.keys() - set(self.variables)
        if missing or unknown:
            what = f"lacks {', '.join(sorted(missing))}" if missing else f"does not know {', '.join(sorted(unknown))}"
            raise PromptError(self.name, what, f"It takes {', '.join(self.variables)}")
        environment = jinja2.Environment(
            undefined=jinja2.StrictUndefined,
            autoescape=False,  # noqa: S701 - plain text for a model, not HTML
            trim_blocks=True,
            lstrip_blocks=True,
        )
        return environment.from_string(self.body).render(**values).strip()


def load_prompt(name: str, folder: str | os.PathLike[str] | None = None) -> Prompt:
    """The prompt of a name, from the user's folder if it is there, otherwise the built-in one.

    Raises:
        PromptError: There is none, or its file is not a prompt.
    """
    import jinja2
    import jinja2.meta

    places = [Path(folder)] if folder is not None else []
    path = next((file for place in [*places, resource("prompts")] if (file := place / f"{name}.md").is_file()), None)
    if path is None:
        raise PromptError(name, "there is no such prompt", f"Put {name}.md into the folder of prompts")
    match = _FRONT.match(path.read_text("utf-8").replace("\r\n", "\n"))
    if match is None:
        raise PromptError(name, f"{path} has no front matter", "Begin it with lines between two lines of ---")
    fields = dict(line.split(":", 1) for line in match.group(1).splitlines() if ":" in line)
    fields = {key.strip(): value.strip() for key, value in fields.items()}
    for field in ("name", "version", "description", "variables"):
        if not fields.get(field):
            raise PromptError(name, f"{path} has no {field}", "Add it to the front matter")
    variables = tuple(part.strip() for part in fields["variables"].strip("[]").split(",") if part.strip())
    try:
        used = jinja2.meta.find_undeclared_variables(jinja2.Environment().parse(match.group(2)))  # noqa: S701 - only parsed
    except jinja2.TemplateSyntaxError as error:
        raise PromptError(name, f"{path}, line {error.lineno}: {error.message}", "Mend the template") from None
    if unknown := used - set(variables):
        raise PromptError(
            name, f"{path} uses {', '.join(sorted(unknown))} without declaring it", "Add it to its variables"
        )
    return Prompt(fields["name"], fields["version"], fields["description"], variables, match.group(2))


def delimiter_for(*texts: str) -> str:
    """A line that stands in none of the texts, so that none can end the quotation it stands in; the same for the same texts.

    Who writes a text cannot put it in: it changes with every character of it.
    """
    digest = hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass"))
    while True:
        delimiter = f"=== {digest.hexdigest()[:16]} ==="
        if not any(delimiter in text for text in texts):
            return delimiter
        digest.update(b"again")
