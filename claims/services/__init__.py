"""The verbs of the desk: session in, records out. They never commit; the command that opened the transaction does."""
