"""The client of those who work on a project: what it reads, what it sends, and what is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.api.client import ApiClient, Upload, _shaped

DAYS = {"check_days": 5, "pay_days": 15, "daily_permyriad": 5}  # As the form of the page suggests them.


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Texts and files of a multipart request."""

    texts: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Sequence[Upload]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A contract's draft; ``etag`` goes back when the contract is written."""

    choices: Mapping[str, str]
    milestones: Sequence[Mapping[str, Any]]
    one_off_fen: int
    version: int
    etag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A contract as its sides read it."""

    digest: str
    signed_digest: str
    confirmed_at: str | None
    documents: Sequence[Mapping[str, Any]]
    signed_file: Mapping[str, Any] | None
    etag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectClient(ApiClient):
    """Typed calls about one project."""

    project_id: int

    def project(self) -> Mapping[str, Any]:
        return self.read("")

    def draft(self) -> Draft:
        answer = self._call("GET", self._path("/contract/draft"))
        return _shaped(Draft, answer.data, etag=answer.headers["ETag"])

    def write_contract(self, draft: Draft, *, milestones: Sequence[Mapping[str, Any]]) -> Draft:
        written = {"choices": dict(draft.choices), "milestones": list(milestones)}
        body = {**DAYS, **written, "version": draft.version}
        answer = self._call("PUT", self._path("/contract/draft"), body=body, etag=draft.etag)
        return _shaped(Draft, answer.data, etag=answer.headers["ETag"])

    def contract(self) -> Contract:
        answer = self._call("GET", self._path("/contract"))
        return _shaped(Contract, answer.data, etag=answer.headers["ETag"])

    def sign(self, contract: Contract, copy: Upload, *, on: str) -> Contract:
        body = Form(texts={"signed_on": on}, files={"signed": [copy]})
        return _shaped(Contract, self.send_to("PUT", "/contract/signed-copy", body, etag=contract.etag))

    def confirm_signed(self, contract: Contract) -> Contract:
        body = {"signed_digest": contract.signed_digest}
        return _shaped(Contract, self.send_to("POST", "/contract/confirmation", body, etag=contract.etag))

    def read(self, path: str) -> Any:
        return self._call("GET", self._path(path)).data

    def send_to(self, method: str, path: str, body: Any, *, etag: str = "") -> Any:
        return self._call(method, self._path(path), body=body, etag=etag).data

    def _path(self, path: str) -> str:
        return f"/projects/{self.project_id}{path}"
