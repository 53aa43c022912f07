"""The fixtures of service_fixtures.py for the tests of this folder; mypy reads them there, for it takes only one module called conftest."""

from service_fixtures import *  # noqa: F403
