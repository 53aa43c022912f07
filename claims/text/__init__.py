"""Strings in, records out: what an article's text says and where. Pure; no files, no database."""
