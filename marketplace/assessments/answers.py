"""Between what the form sends, what a draft keeps, and answers: forgiving while typing, strict when handed in."""

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from marketplace.assessments.labels import Purpose
from marketplace.assessments.scheme import Scheme
from marketplace.assessments.scoring import Answers, unanswered
from marketplace.core.errors import InvalidError

SCENE = "scene_"  # Scenes and indicators share words (设备管理, 数据采集): their fields don't.
UNKNOWN = "题目里没有这一项，请看评测题目里的编号。"
ONE = "这一题只能选一个。"
OPEN = "这一题还没有选，请选一个最接近的。"


def typed_fields(scheme: Scheme, sent: MultiDict[str, str]) -> dict[str, Any]:
    """Return what the form sent, field by field, unknown answers left out."""
    fields: dict[str, Any] = {}
    for indicator in scheme.indicators:
        known = [option.key for option in indicator.options]
        ticked = [key for key in dict.fromkeys(sent.getlist(indicator.key)) if key in known]
        fields[indicator.key] = ticked if indicator.multiple else next(iter(ticked), "")
    depths = {str(depth.depth) for depth in scheme.depths}
    for scene in scheme.scenes:
        value = sent.get(f"{SCENE}{scene.code}", "")
        fields[f"{SCENE}{scene.code}"] = value if value in depths else ""
    purpose = sent.get("purpose", "")
    fields["purpose"] = purpose if purpose in set(Purpose) else Purpose.SELF.value
    return fields


def answers_of(scheme: Scheme, fields: Mapping[str, Any]) -> Answers:
    """Return a draft's fields as answers."""
    options: dict[str, tuple[str, ...]] = {}
    for indicator in scheme.indicators:
        value = fields.get(indicator.key) or ()
        options[indicator.key] = tuple(value) if isinstance(value, list | tuple) else (str(value),)
    placed = {scene.code: fields.get(f"{SCENE}{scene.code}", "") for scene in scheme.scenes}
    return Answers(options=options, depths={code: int(depth) for code, depth in placed.items() if depth != ""})


def fields_of(scheme: Scheme, answers: Answers, *, purpose: Purpose) -> dict[str, Any]:
    """Return answers as a form's fields, to begin a new assessment from the last one."""
    fields: dict[str, Any] = {"purpose": purpose.value}
    for indicator in scheme.indicators:
        ticked = list(answers.options.get(indicator.key, ()))
        fields[indicator.key] = ticked if indicator.multiple else next(iter(ticked), "")
    for scene in scheme.scenes:
        fields[f"{SCENE}{scene.code}"] = str(answers.depths.get(scene.code, ""))
    return fields


def checked_fields(
    scheme: Scheme, *, options: Mapping[str, Sequence[str]], depths: Mapping[str, int], purpose: Purpose
) -> dict[str, Any]:
    """Return a program's answers as a form's fields; raises InvalidError that names what no question knows."""
    known = {one.key: one for one in scheme.indicators}
    faults = {f"options.{key}": [UNKNOWN] for key in options.keys() - known.keys()}
    for key, ticked in options.items():
        if key in known and not set(ticked) <= {option.key for option in known[key].options}:
            faults[f"options.{key}"] = [UNKNOWN]
        elif key in known and len(ticked) > 1 and not known[key].multiple:
            faults[f"options.{key}"] = [ONE]
    levels, codes = {one.depth for one in scheme.depths}, {one.code for one in scheme.scenes}
    faults |= {
        f"depths.{code}": [UNKNOWN] for code, depth in depths.items() if code not in codes or depth not in levels
    }
    if faults:
        raise InvalidError(fields=faults)
    answers = Answers(options={key: tuple(ticked) for key, ticked in options.items()}, depths=dict(depths))
    return fields_of(scheme, answers, purpose=purpose)


def labels_of(scheme: Scheme) -> dict[str, str]:
    """Return what each field is called, for the list of faults and the page where two windows meet."""
    labels = {one.key: one.name for one in scheme.indicators}
    return labels | {f"{SCENE}{one.code}": f"场景“{one.name}”" for one in scheme.scenes} | {"purpose": "这次评测是"}


def require_complete(scheme: Scheme, answers: Answers) -> None:
    """Raise InvalidError that names every question without an answer."""
    scenes = {scene.code for scene in scheme.scenes}
    left = unanswered(scheme, answers)
    if left:
        raise InvalidError(fields={f"{SCENE}{key}" if key in scenes else key: [OPEN] for key in left})
