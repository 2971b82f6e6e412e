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
    due_objections: Sequence[int]
    actions: Sequence[str] = field(default_factory=list)
    etag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptList:
    """A published list as its office keeps it."""

    id: int
    edition: int
    is_withdrawn: bool
    entries: Sequence[Mapping[str, Any]]
    changes: Sequence[Mapping[str, Any]]
    appeals: Sequence[Mapping[str, Any]]
    etag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of a list that a colleague confirms."""

    id: int
    kind: str
    confirmed_at: str | None
    refused_at: str | None
    etag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """An objection, whole for its author and the office."""

    id: int
    number: str
    state: str
    text: str
    outcome: str | None
    answer: str
    can_answer: bool
    can_withdraw: bool
    etag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """An appeal or a complaint."""

    id: int
    text: str
    is_upheld: bool | None
    answer: str
    etag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsClient(ApiClient):
    """What programs do around lists; a step bears the state that its caller saw."""

    def draft_call(self, **content: Any) -> Call:
        return self._one(Call, "POST", "/list-calls", body=content)

    def save_call(self, call: Call, **content: Any) -> Call:
        body = {**content, "version": call.version}
        return self._one(Call, "PUT", f"/list-calls/{call.id}", body=body, etag=call.etag)

    def call(self, call_id: int) -> Call:
        return self._one(Call, "GET", f"/list-calls/{call_id}")

    def publish_call(self, call: Call) -> Call:
        return self._step(Call, call, "publication", version=call.version)

    def open_applications(self, call: Call) -> Call:
        return self._step(Call, call, "opening")

    def review_call(self, call: Call) -> Review:
        return self._step(Review, call, "review")

    def draft_list(self, call: Call) -> ListDraft:
        return self._step(ListDraft, call, "draft")

    def hand_in(self, call_id: int, **content: Any) -> Any:
        """Save an application and hand it in."""
        address = f"/calls/{call_id}/application"
        body = {"answers": {}, "statements": {}, "evidence": [], "version": 0} | content
        saved = self._call("PUT", address, body=body).data
        return self._call("POST", f"{address}/submission", body={"version": saved["version"]}).data

    def application(self, application_id: int) -> Applied:
        return self._one(Applied, "GET", f"/list-applications/{application_id}")

    def screen(self, applied: Applied, *, verdict: str, reason: str = "") -> Applied:
        address = f"/list-applications/{applied.id}/screening"
        return self._one(Applied, "PUT", address, body={"verdict": verdict, "reason": reason}, etag=applied.etag)

    def list_draft(self, draft_id: int) -> ListDraft:
        return self._one(ListDraft, "GET", f"/list-drafts/{draft_id}")

    def step(self, draft: ListDraft, step: str, **body: Any) -> ListDraft:
        """Take a draft one step on, if it still is as it was read."""
        body = {**body, "version": draft.version}
        return self._one(ListDraft, "POST", f"/list-drafts/{draft.id}/{step}", body=body, etag=draft.etag)

    def kept_list(self, list_id: int) -> KeptList:
        return self._one(KeptList, "GET", f"/kept-lists/{list_id}")

    def propose(self, kept: KeptList, step: str, **body: Any) -> Change:
        return self._one(Change, "POST", f"/kept-lists/{kept.id}/{step}", body=body, etag=kept.etag)

    def change(self, change_id: int) -> Change:
        return self._one(Change, "GET", f"/list-changes/{change_id}")

    def end_change(self, change: Change, step: str) -> Change:
        return self._one(Change, "POST", f"/list-changes/{change.id}/{step}", body={}, etag=change.etag)

    def recognise(self, kept: KeptList, **body: Any) -> ListDraft:
        return self._one(ListDraft, "POST", f"/kept-lists/{kept.id}/recognitions", body=body, etag=kept.etag)

    def object_to(self, notice_id: int, **body: Any) -> Objection:
        return self._one(Objection, "POST", f"/notices/{notice_id}/objections", body=body)

    def objection(self, objection_id: int) -> Objection:
        return self._one(Objection, "GET", f"/objections/{objection_id}")

    def objections(self) -> list[int]:
        return [int(one["id"]) for one in self._all("/objections", dict)]

    def end_objection(self, seen: Objection, step: str, **body: Any) -> Objection:
        return self._one(Objection, "POST", f"/objections/{seen.id}/{step}", body=body, etag=seen.etag)

    def appeal(self, list_id: int, **body: Any) -> Appeal:
        return self._one(Appeal, "POST", f"/lists/{list_id}/appeals", body=body)

    def answer_appeal(self, appeal_id: int, **body: Any) -> Appeal:
        return self._one(Appeal, "POST", f"/list-appeals/{appeal_id}/answer", body=body)

    def read_appeal(self, appeal_id: int) -> Appeal:
        return self._one(Appeal, "GET", f"/list-appeals/{appeal_id}")

    def read(self, path: str) -> Any:
        """Return whatever stands at an address."""
        return self._call("GET", path).data

    def write(self, method: str, path: str, **body: Any) -> Any:
        """Write without a condition."""
        return self._call(method, path, body=body).data

    def _step(self, shape: type[Shape], seen: Call, step: str, **body: Any) -> Shape:
        return self._one(shape, "POST", f"/list-calls/{seen.id}/{step}", body=body, etag=seen.etag)

    def _one(self, shape: type[Shape], method: str, path: str, **sent: Any) -> Shape:
        answer = self._call(method, path, **sent)
        return _shaped(shape, answer.data, etag=answer.headers.get("ETag", ""))
