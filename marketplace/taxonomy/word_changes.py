"""A change of a scenario's words: read from a form, checked against the library, applied to it. Pure."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from marketplace.core.digest import canonical_json
from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.exchange.text import clean_line
from matching.library import Library, Scenario

LISTS = ("aliases", "vendor_words", "objects")
FIELD_LABELS = {
    "description": "一句话说明",
    "aliases": "别名",
    "vendor_words": "服务商的叫法",
    "objects": "涉及的东西",
    "symptoms": "企业的说法",
}
MOST_LINES = 300
MOST_FOUND = 12
MOST_CHARACTERS = 40
MOST_DESCRIPTION = 300
TOGETHER = "&"  # Words of a symptom that must occur in one text.
EDITION_MARK = "+"
FULL_WIDTH = "\uff06"  # The same sign as Chinese keyboards type it.
SEPARATORS = "|\uff5c;\uff1b"  # Meant to part phrases, which stand on lines of their own; no word holds them.


def words_of(scenario: Scenario) -> dict[str, Any]:
    """Return what may be changed of a scenario, as JSON."""
    return {
        "description": scenario.description,
        **{name: list(getattr(scenario, name)) for name in LISTS},
        "symptoms": list(dict.fromkeys(TOGETHER.join(words) for words in scenario.symptoms)),
    }


def as_lines(words: Mapping[str, Any]) -> dict[str, str]:
    """Return words as the form shows them: one a line."""
    return {name: "\n".join(value) if isinstance(value, list) else value for name, value in words.items()}


def read_words(typed: Mapping[str, str], *, library: Library, code: str) -> dict[str, Any]:
    """Return the words that a form states; raises InvalidError that names each field with a fault."""
    faults: dict[str, list[str]] = {}
    read: dict[str, Any] = {"description": clean_line(typed.get("description", ""))}
    if not read["description"] or len(read["description"]) > MOST_DESCRIPTION:
        faults["description"] = [f"请用一句话说明，最多 {MOST_DESCRIPTION} 个字。"]
    for name in (*LISTS, "symptoms"):
        read[name] = _lines(typed.get(name, ""))
        if len(read[name]) > MOST_LINES or any(len(line) > MOST_CHARACTERS for line in read[name]):
            faults[name] = [f"一行一个，每行最多 {MOST_CHARACTERS} 个字，最多 {MOST_LINES} 行。"]
        if malformed := _malformed(typed.get(name, ""), joins=name == "symptoms"):
            faults.setdefault(name, []).extend(malformed)
    read["symptoms"] = list(dict.fromkeys(_joined(line) for line in read["symptoms"]))
    for name, sentence in _taken(read, library=library, code=code):
        faults.setdefault(name, []).append(sentence)
    if faults:
        raise InvalidError(fields=faults)
    return read


def find_scenario(library: Library, *, code: str) -> Scenario:
    """Return a scenario of the library."""
    found = next((one for one in library.scenarios if one.code == code), None)
    if found is None:
        raise NotFoundError
    return found


def find_by_words(library: Library, *, words: str) -> list[Scenario]:
    """Return the scenarios that go by what was typed: those of that name first, then those with such a word."""
    wanted = clean_line(words).casefold()
    if not wanted:
        return []
    named = [one for one in library.scenarios if wanted in one.name.casefold()]
    called = [
        one
        for one in library.scenarios
        if one not in named and any(wanted in word.casefold() for word in (*one.aliases, *one.vendor_words))
    ]
    return [*named, *called][:MOST_FOUND]


def changed_library(library: Library, *, code: str, words: Mapping[str, Any], edition: str) -> Library:
    """Return the library with one scenario's words changed, under another edition."""
    scenarios = tuple(_changed(one, words) if one.code == code else one for one in library.scenarios)
    return replace(library, edition=edition, scenarios=scenarios)


def with_changes(library: Library, changes: Sequence[tuple[str, Mapping[str, Any]]]) -> Library:
    """Return a release's library with every agreed change of (code, words) that still has its scenario, in order."""
    known = {one.code for one in library.scenarios}
    kept = [(code, words) for code, words in changes if code in known]
    edition = edition_of(library.edition, kept)
    for code, words in kept:
        library = changed_library(library, code=code, words=words, edition=edition)
    return library


def edition_of(release: str, changes: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    """Return the name of an edition: the release's, and a digest of the changes agreed on since."""
    listed = [[code, dict(words)] for code, words in changes]
    release = release.split(EDITION_MARK, maxsplit=1)[0]
    if not listed:
        return release
    return f"{release}{EDITION_MARK}{hashlib.sha256(canonical_json(listed)).hexdigest()[:8]}"


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return (field, what goes, what comes) for every field that changes."""
    found = []
    for name, label in FIELD_LABELS.items():
        old, new = before.get(name, ""), after.get(name, "")
        if old == new:
            continue
        if isinstance(old, list) and isinstance(new, list):
            gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
            found.append((label, "、".join(gone) or "没有", "、".join(come) or "没有"))
        else:
            found.append((label, str(old), str(new)))
    return found


def _changed(scenario: Scenario, words: Mapping[str, Any]) -> Scenario:
    return replace(
        scenario,
        description=words["description"],
        aliases=tuple(words["aliases"]),
        vendor_words=tuple(words["vendor_words"]),
        objects=tuple(words["objects"]),
        symptoms=tuple(tuple(line.split(TOGETHER)) for line in words["symptoms"]),
    )


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line for raw in text.splitlines() if (line := clean_line(raw))))


def _malformed(text: str, *, joins: bool) -> Iterable[str]:
    """Return a sentence for each line that would be taken for something else than was meant."""
    lines = [(number, line) for number, raw in enumerate(text.splitlines(), start=1) if (line := clean_line(raw))]
    return [f"第 {number} 行“{line}”{fault}" for number, line in lines if (fault := _fault(line, joins=joins))]


def _fault(line: str, *, joins: bool) -> str:
    sign = next((sign for sign in SEPARATORS if sign in line), "")
    if sign:
        return f"里不能有“{sign}”：几种说法请分开写，一行一种。"
    parts = _parts(line)
    if len(parts) > 1 and not (joins or line.isascii()):
        return "里不能有“&”：这里一行只写一个词。"
    return "" if all(parts) else "不完整：“&”的前后都要有词，例如：排缸&脑子。"


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.replace(FULL_WIDTH, TOGETHER).split(TOGETHER)]


def _joined(line: str) -> str:
    return TOGETHER.join(_parts(line))


def _taken(read: Mapping[str, Any], *, library: Library, code: str) -> Iterable[tuple[str, str]]:
    """Yield a sentence for each name that another scenario bears already: one name, one scenario."""
    own = find_scenario(library, code=code)
    names = {
        word: other.name
        for other in library.scenarios
        if other.code != code
        for word in (other.name, *other.aliases, *other.vendor_words)
        if word not in other.shared or word not in own.shared
    }
    for field in ("aliases", "vendor_words"):
        for word in read[field]:
            if word in names:
                yield field, f"“{word}”已经是场景“{names[word]}”的叫法，一个叫法只能属于一个场景。"
