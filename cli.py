"""`python cli.py ...` from a checkout: the same as the installed command `claims`."""

from claims.commands.main import run

if __name__ == "__main__":
    run()
