"""Where a claim comes from, through whom it passed, and what was found about it."""

__version__ = "0.1.0"
