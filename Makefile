# Two commands do everything: `make demo` and `make test`. Each is complete on a machine that has only Python and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint clean

demo: $(VENV)/.core
	@$(BIN)/toolkit translate seeds -o build/demo
	@echo
	@head -n 24 build/demo/01-news-page.en.md
	@echo
	@echo "All translations: build/demo/ (one Markdown file for each article of seeds/)"

test: $(VENV)/.dev lint
	$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/mypy

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.core: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet -e .
	@touch $@

# The dev group goes first in the same resolution, so that its pinned CPU build of torch is the one that is taken.
$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --group dev -e .
	@touch $@ $(VENV)/.core

clean:
	rm -rf $(VENV) build dist
