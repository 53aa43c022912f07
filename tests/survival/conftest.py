"""The fixtures of survival_fixtures.py for the tests of this folder; mypy reads them there, for it takes only one module called conftest."""

from survival_fixtures import *  # noqa: F403
