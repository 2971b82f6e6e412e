"""The same enterprises and people as for their forms, and a questionnaire filled in."""

from tests.enterprises.conftest import enterprise, officer, owner, stored

__all__ = ["enterprise", "officer", "owner", "stored"]
