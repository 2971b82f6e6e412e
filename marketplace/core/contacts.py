"""Ways to reach a person, taken out of free texts before the public sees or searches them."""

import re

MASK = "（联系方式已隐去）"
# Mobile numbers of China with or without separators and country code, e-mail addresses, and land lines with a dash.
_CONTACTS = re.compile(
    r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)"
    r"|[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"
)


def masked(text: str) -> str:
    """Return a text without telephone numbers and e-mail addresses."""
    return _CONTACTS.sub(MASK, text)
