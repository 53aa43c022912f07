"""The verbs of daily work at a desk, from the command line to the rows and back, on both databases."""
