"""Options of a drop-down, written once: a page of the directory holds hundreds of them and must stay quick."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionList:
    """The options of one drop-down as markup, every text escaped, none chosen."""

    markup: Markup

    def choosing(self, value: object) -> Markup:
        """Return the options with one chosen; None or an unknown value chooses none."""
        if value is None:
            return self.markup
        plain = f"<option {_value(value)}>"
        return Markup(str(self.markup).replace(plain, f"<option {_value(value)} selected>"))  # noqa: S704 - both parts are escaped


def flat(options: Iterable[tuple[object, str]]) -> OptionList:
    """Return options (value, label) one below the other."""
    return OptionList(markup=_options(options))


def grouped(rows: Iterable[tuple[str, object, str]]) -> OptionList:
    """Return options (group, value, label) under their groups, in the order in which groups come first."""
    groups: dict[str, list[tuple[object, str]]] = {}
    for group, value, label in rows:
        groups.setdefault(group, []).append((value, label))
    frame = Markup('<optgroup label="{}">{}</optgroup>')
    return OptionList(markup=Markup("").join(frame.format(group, _options(rows)) for group, rows in groups.items()))


def _options(options: Iterable[tuple[object, str]]) -> Markup:
    texts = (f"<option {_value(value)}>{escape(label)}</option>" for value, label in options)
    return Markup("".join(texts))  # noqa: S704 - values and labels are escaped


def _value(value: object) -> str:
    return f'value="{escape(value)}"'
