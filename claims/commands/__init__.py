"""The only place that knows click: parse, open one transaction, call one service, print.

No module here imports a service or SQLAlchemy at its top: `--help` and completion have to answer at once.
"""
