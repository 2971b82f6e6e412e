"""The client of lists as another firm would write it, for offices, providers and experts alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.api.client import ApiClient, Shape, _shaped


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call of an office: who applied is empty while sealed."""

    id: int
    list_id: int
    state: str
    version: int
    handed_in: int
    applications: Sequence[Mapping[str, Any]]
    review_id: int | None
    draft_id: int | None
    advice: Mapping[str, Any] | None
    etag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """An application as its readers see it."""

    id: int
    state: str
    statements: Mapping[str, str]
    screening_reason: str
    note: str
    can_screen: bool
    etag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Where a review stands."""

    id: int
    state: str
    etag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDraft:
    """A draft of a list, and what its reader may do with it now."""

    id: int
    list_id: int
    state: str
    version: int
    notice_id: int | None
    entries: Sequence[Mapping[str, Any]]
    omitted: Sequence[Mapping[str, Any]]
    actions: Sequence[str] = field(default_factory=list)
    etag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsClient(ApiClient):
    """What programs do around lists; a step bears the state that its caller saw."""

    def draft_call(self, **content: Any) -> Call:
        return self._one(Call, "POST", "/list-calls", body=content)

    def save_call(self, call: Call, **content: Any) -> Call:
        body = {**content, "seen_version": call.version}
        return self._one(Call, "PUT", f"/list-calls/{call.id}", body=body, etag=call.etag)

    def call(self, call_id: int) -> Call:
        return self._one(Call, "GET", f"/list-calls/{call_id}")

    def publish_call(self, call: Call) -> Call:
        return self._step(Call, call, "publication", seen_version=call.version)

    def open_applications(self, call: Call) -> Call:
        return self._step(Call, call, "opening")

    def review_call(self, call: Call) -> Review:
        return self._step(Review, call, "review")

    def draft_list(self, call: Call) -> ListDraft:
        return self._step(ListDraft, call, "draft")

    def hand_in(self, call_id: int, **content: Any) -> Any:
        """Save an application and hand it in."""
        address = f"/calls/{call_id}/application"
        saved = self._call("PUT", address, body=content).data
        return self._call("POST", f"{address}/submission", body={"seen_version": saved["version"]}).data

    def application(self, application_id: int) -> Applied:
        return self._one(Applied, "GET", f"/list-applications/{application_id}")

    def screen(self, applied: Applied, *, verdict: str, reason: str = "") -> Applied:
        address = f"/list-applications/{applied.id}/screening"
        return self._one(Applied, "PUT", address, body={"verdict": verdict, "reason": reason}, etag=applied.etag)

    def _step(self, shape: type[Shape], seen: Call, step: str, **body: Any) -> Shape:
        return self._one(shape, "POST", f"/list-calls/{seen.id}/{step}", body=body, etag=seen.etag)

    def _one(self, shape: type[Shape], method: str, path: str, **sent: Any) -> Shape:
        answer = self._call(method, path, **sent)
        return _shaped(shape, answer.data, etag=answer.headers.get("ETag", ""))
