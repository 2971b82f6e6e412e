"""What the code writes into the journal can be read in words."""

import ast
import re
from collections import Counter
from collections.abc import Iterator

from marketplace.audit.details import DETAILS
from marketplace.audit.schemas import JournalQuery
from marketplace.audit.views import KINDS
from marketplace.audit.words import NOUNS, VERBS
from tests.architecture.sources import ROOT

ACTION = re.compile(r"[a-z_]+\.[a-z_]+")


def calls() -> Iterator[ast.Call]:
    """Yield the calls that write into the journal."""
    for path in (ROOT / "marketplace").rglob("*.py"):
        if "record" not in (text := path.read_text(encoding="utf-8")):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and {"action", "subject"} <= {word.arg for word in node.keywords}:
                yield node


def texts(call: ast.Call, name: str) -> set[str]:
    value = next((word.value for word in call.keywords if word.arg == name), None)
    inside = ast.walk(value) if value is not None else ()
    return {node.value for node in inside if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_action_has_words_for_both_halves() -> None:
    actions = {text for call in calls() for text in texts(call, "action") if ACTION.fullmatch(text)}

    assert len(actions) > 40
    assert [one for one in sorted(actions) if one.split(".")[0] not in NOUNS or one.split(".")[1] not in VERBS] == []


def test_every_subject_has_a_word() -> None:
    subjects = {text[:-1] for call in calls() for text in texts(call, "subject") if text.endswith(":")}

    assert len(subjects) > 15
    assert sorted(subjects - set(NOUNS)) == []


def test_every_detail_has_a_label() -> None:
    written = [word.value for call in calls() for word in call.keywords if word.arg == "details"]
    names = {
        key.value
        for value in written
        if isinstance(value, ast.Dict)
        for key in value.keys
        if isinstance(key, ast.Constant)
    }

    assert len(names) > 5
    assert sorted(names - set(DETAILS)) == []


def test_no_two_kinds_to_search_by_read_the_same() -> None:
    assert [label for label, number in Counter(label for _, label in KINDS).items() if number > 1] == []


def test_object_is_understood_as_the_page_writes_it() -> None:
    assert JournalQuery.model_validate({"object": "企业：230"}).object == "enterprise:230"
    assert JournalQuery.model_validate({"object": "模块 7"}).object == "module:7"
