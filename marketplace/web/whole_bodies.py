"""Bodies that take the place of all that is there, so that nothing is lost because nobody spoke of it."""

from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

_NO_DEFAULT = FieldInfo().default
# What only compares with what is there: where it may be left out, the thing is new.
COMPARED = frozenset({"version", "edit", "knows_last"})


class WholeBody(BaseModel):
    """Every field has to be told, also an empty one; what compares with the state that was read may have a default."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Take the defaults away."""
        super().__pydantic_init_subclass__(**kwargs)
        for name, field in cls.model_fields.items():
            if name not in COMPARED:
                field.default, field.default_factory = _NO_DEFAULT, None
        cls.model_rebuild(force=True)
