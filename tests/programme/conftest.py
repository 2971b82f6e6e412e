"""Papers as DOCX alone where a test is not about PDF: setting a page takes longer than everything else together."""

import pytest


@pytest.fixture(autouse=True)
def without_pdf(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behave as a machine without typst, which ``can_write_pdf`` allows."""
    if request.node.get_closest_marker("browser") is None:
        monkeypatch.setattr("marketplace.documents.services.can_write_pdf", lambda: False)
