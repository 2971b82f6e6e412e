"""Who looks at a page: a value for templates and the source of the actor handed to services."""

from dataclasses import dataclass
from datetime import datetime

from marketplace.core.actor import ROLE_LABELS, Actor, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """The person behind a request; ``actor`` is None for anonymous visitors.

    ``scopes`` limits requests made with an API token; None means a signed-in person without such limits. ``until`` is
    when the session of a signed-in person ends by itself.
    """

    actor: Actor | None = None
    session_token: str = ""
    display_name: str = ""
    organisation_name: str = ""
    unread_count: int = 0
    scopes: frozenset[str] | None = None
    until: datetime | None = None

    @property
    def is_authenticated(self) -> bool:
        return self.actor is not None

    @property
    def is_active(self) -> bool:
        return self.actor is not None

    @property
    def is_anonymous(self) -> bool:
        return self.actor is None

    @property
    def role(self) -> Role | None:
        return self.actor.role if self.actor else None

    @property
    def role_label(self) -> str:
        return ROLE_LABELS[self.actor.role] if self.actor else ""

    @property
    def desk_url(self) -> str:
        return "/desk" if self.actor else "/sign-in"

    def get_id(self) -> str:
        """Return what the signed cookie keeps: the token of the session row."""
        return self.session_token


ANONYMOUS = Viewer()
