"""``python -m toolkit``, the same as the command ``toolkit``."""

from .cli import main

if __name__ == "__main__":
    main()
