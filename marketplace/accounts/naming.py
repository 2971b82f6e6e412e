"""A key under which two writings of one registered name meet."""

import re
import unicodedata

_BRACKETS = str.maketrans({"(": "（", ")": "）", "[": "（", "]": "）", "【": "（", "】": "）", "〔": "（", "〕": "）"})
_DROPPED = re.compile(r"[\s\u200b-\u200d\u2060\ufeff（）·.,，。'\"-]+")
MAX_LENGTH = 200  # Of a name in the exchange format.
_FORMS = re.compile(r"(股份有限公司|有限责任公司|有限公司|集团公司|公司)$")


def name_key(name: str) -> str:
    """Return the name in full width order of its signs, without blanks, brackets and company form.

    Equal keys say that two names may be one body; they are offered as duplicates, never merged on their own.
    """
    folded = unicodedata.normalize("NFKC", name).translate(_BRACKETS)
    return _FORMS.sub("", _DROPPED.sub("", folded)).lower()[:MAX_LENGTH]
