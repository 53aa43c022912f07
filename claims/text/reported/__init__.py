"""Who says what through whom, as an article's own words say it. Rules and lexicons only; no parser, no I/O."""
