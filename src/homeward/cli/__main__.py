"""`python -m homeward.cli` is `homeward`."""

from . import main

main()
