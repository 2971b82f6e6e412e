"""A small client of the API as another firm would write it: it knows the description, and nothing of our code."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeVar
from uuid import uuid4

Shape = TypeVar("Shape")
Send = Callable[[str, str, Mapping[str, str], Any], "Answer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came over the wire."""

    status: int
    headers: Mapping[str, str]
    data: Any


@dataclass(kw_only=True, eq=False)
class Problem(Exception):  # noqa: N818 - RFC 9457's word
    """A refusal as RFC 9457 words it; ``code`` never changes."""

    status: int
    code: str
    detail: str
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One problem of a plant."""

    text: str
    priority: int = 2
    links: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """An enterprise; ``etag`` goes back with a change, so that nobody's work is overwritten."""

    id: int
    name: str
    county: str
    version: int
    problems: Sequence[Mapping[str, Any]]
    scenarios: Sequence[Mapping[str, Any]]
    etag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contractor:
    """A ranked provider."""

    rank: int
    provider_id: int
    name: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A module on its way to the market."""

    module_id: int
    version_id: int
    state: str
    edit: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A module on the market."""

    id: int
    name: str
    provider_id: int
    provider_name: str
    price_wan: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """How many plants of an area ask for a scenario, and what is on offer; None where too few would be recognised."""

    scenario: str
    name: str
    firms: int | None
    modules: int
    providers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """Whom a token stands for."""

    role: str
    organisation_id: int
    area_prefix: str
    scopes: Sequence[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file to send."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """A file on its way in: what was found in it, and what is or was to become of its rows."""

    id: int
    state: str
    errors: int
    findings: Sequence[Mapping[str, str]]
    planned: Mapping[str, int]
    outcome: Mapping[str, int]
    etag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A message of one's inbox."""

    id: int
    subject: str
    read_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiClient:
    """Typed calls; every write bears a key of its own and can be sent again without being done twice."""

    send: Send
    token: str = ""

    def me(self) -> Me:
        return _shaped(Me, self._call("GET", "/me").data)

    def bring_in(self, upload: Upload) -> Import:
        return self._import("POST", "/imports", body=upload)

    def apply(self, waiting: Import, *, skip_bad: bool = False) -> Import:
        """Bring the rows in, if the file still says what was read of it."""
        path = f"/imports/{waiting.id}/application"
        return self._import("POST", path, body={"skip_bad": skip_bad}, etag=waiting.etag)

    def _import(self, method: str, path: str, **sent: Any) -> Import:
        answer = self._call(method, path, **sent)
        return _shaped(Import, answer.data, etag=answer.headers.get("ETag", ""))

    def gaps(self) -> Iterator[Mapping[str, Any]]:
        return self._all("/enterprises/gaps", dict)

    def state_plant(self, plant: Plant, **statement: Any) -> Plant:
        """Replace all that a plant states; what is left out is refused."""
        body = {**statement, "version": plant.version}
        answer = self._call("PUT", f"/enterprises/{plant.id}", body=body, etag=plant.etag)
        return _shaped(Plant, answer.data, etag=answer.headers.get("ETag", ""))

    def confirm(self, plant_id: int) -> Plant:
        return _shaped(Plant, self._call("POST", f"/enterprises/{plant_id}/confirmation", body={}).data)

    def take_back(self, draft: Draft) -> Draft:
        return _shaped(Draft, self._call("POST", f"/modules/{draft.module_id}/draft/withdrawal", body={}).data)

    def unread(self) -> Iterator[Note]:
        return self._all("/messages", Note, more="&unread=true")

    def mark_read(self, note: Note) -> Note:
        return _shaped(Note, self._call("POST", f"/messages/{note.id}/read", body={}).data)

    def plants(self) -> Iterator[Plant]:
        return self._all("/enterprises", Plant)

    def plant(self, plant_id: int) -> Plant:
        answer = self._call("GET", f"/enterprises/{plant_id}")
        return _shaped(Plant, answer.data, etag=answer.headers.get("ETag", ""))

    def tell_troubles(self, plant: Plant, troubles: Sequence[Trouble]) -> Plant:
        """Replace a plant's problems unless somebody else was quicker; its scenarios stay."""
        body = {
            "problems": [{**asdict(one), "links": list(one.links)} for one in troubles],
            "scenarios": list(plant.scenarios),
            "version": plant.version,
        }
        answer = self._call("PUT", f"/enterprises/{plant.id}/lists", body=body, etag=plant.etag)
        return _shaped(Plant, answer.data, etag=answer.headers.get("ETag", ""))

    def contractors(self, plant_id: int, *, most: int = 5) -> list[Contractor]:
        found = self._call("GET", f"/enterprises/{plant_id}/recommendations?k={most}").data
        return [_shaped(Contractor, one) for one in found["items"]]

    def draft_module(self, *, key: str = "", **content: Any) -> Draft:
        return _shaped(Draft, self._call("POST", "/modules", body=content, key=key).data)

    def save_draft(self, draft: Draft, **content: Any) -> Draft:
        body = {**content, "edit": draft.edit}
        return _shaped(Draft, self._call("PUT", f"/modules/{draft.module_id}/draft", body=body).data)

    def submit(self, draft: Draft) -> Draft:
        path = f"/modules/{draft.module_id}/draft/submission"
        return _shaped(Draft, self._call("POST", path, body={"edit": draft.edit}).data)

    def modules(self) -> Iterator[Module]:
        return self._all("/modules", Module)

    def module(self, module_id: int) -> Module:
        return _shaped(Module, self._call("GET", f"/modules/{module_id}").data)

    def demand(self, *, region: str) -> list[Demand]:
        return [_shaped(Demand, one) for one in self._call("GET", f"/insights/demand?region={region}").data["items"]]

    def _all(self, path: str, shape: type[Shape], *, limit: int = 1, more: str = "") -> Iterator[Shape]:
        """Follow the cursor to the end."""
        cursor: str | None = ""
        while cursor is not None:
            found = self._call("GET", f"{path}?limit={limit}&cursor={cursor}{more}").data
            yield from (_shaped(shape, one) for one in found["items"])
            cursor = found["next"]

    def _call(self, method: str, path: str, *, body: Any = None, etag: str = "", key: str = "") -> Answer:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if etag:
            headers["If-Match"] = etag
        if method == "POST":
            headers["Idempotency-Key"] = key or str(uuid4())
        answer = self.send(method, f"/api/v1{path}", headers, body)
        if answer.status >= 400:
            told = answer.data
            raise Problem(
                status=answer.status, code=told["code"], detail=told["detail"], errors=told.get("errors") or {}
            )
        return answer


def _shaped(shape: type[Shape], data: Mapping[str, Any], **more: Any) -> Shape:
    """Take the fields that the client knows; an answer may have more, never less."""
    if shape is dict:
        return shape(data)  # type: ignore[call-arg]  # a dictionary, as it came
    names = {one.name for one in fields(shape) if one.name not in more}  # type: ignore[arg-type]  # dataclasses all
    return shape(**{name: data[name] for name in names if name in data}, **more)
