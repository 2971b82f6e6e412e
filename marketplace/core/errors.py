"""One tree of errors: each class has a stable code, and its text is safe to show to a user in Chinese.

Status codes are not known here; ``web.problems`` alone maps these classes to HTTP.
"""

from collections.abc import Mapping


class MarketplaceError(Exception):
    """Base of every error that a user may see; ``message`` says what, where and how to mend it."""

    code = "error"
    default_message = "操作没有完成，请稍后再试。"

    def __init__(self, message: str | None = None, *, code: str | None = None) -> None:
        self.message = message or self.default_message
        self.code = code or type(self).code
        super().__init__(self.message)


class NotFoundError(MarketplaceError):
    """The thing does not exist, or the actor may not know that it does."""

    code = "not_found"
    default_message = "没有找到您要的内容，它可能已被移走，或者您没有查看的权限。"


class ForbiddenError(MarketplaceError):
    """The actor is known and may see the thing, but may not do this."""

    code = "forbidden"
    default_message = "您的身份不能做这项操作。"


class SignInRequiredError(MarketplaceError):
    """The action needs a signed-in user."""

    code = "sign_in_required"
    default_message = "请先登录，再继续操作。"


class ConflictError(MarketplaceError):
    """The request meets a state that does not allow it."""

    code = "conflict"
    default_message = "现在的状态不允许这项操作。请重新读取，看过最新情况再决定怎么办。"


class VersionMovedError(ConflictError):
    """Somebody else changed the thing since the actor saw it."""

    code = "version_moved"
    default_message = "在您读取以后，别人修改了这条记录，这次没有写入。请重新读取，核对后再提交。"


class PreconditionError(MarketplaceError):
    """The thing is not in the state that the request names."""

    code = "precondition_failed"
    default_message = "这条记录在您读取之后变了（If-Match 不符），没有写入。请重新读取后再提交。"


class InvalidError(MarketplaceError):
    """The input does not satisfy the rules; ``fields`` maps a field name to its messages."""

    code = "invalid"
    default_message = "有内容需要修改，请看标出的地方。"

    def __init__(
        self,
        message: str | None = None,
        *,
        fields: Mapping[str, list[str]] | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message, code=code)
        self.fields: dict[str, list[str]] = {name: list(texts) for name, texts in (fields or {}).items()}


class TooLargeError(MarketplaceError):
    """The request carries more than the service accepts."""

    code = "too_large"
    default_message = "提交的内容太大，请缩小后再试。"


class UnsupportedMediaError(MarketplaceError):
    """The request carries another kind of content than the operation takes."""

    code = "unsupported_media_type"
    default_message = "提交内容的类型不对。"


class TooManyRequestsError(MarketplaceError):
    """The actor has to wait before trying again."""

    code = "too_many_requests"
    default_message = "操作太频繁，请稍后再试。"


class UnavailableError(MarketplaceError):
    """A part of the service does not answer for the moment."""

    code = "unavailable"
    default_message = "服务暂时不可用，请稍后再试；您的数据没有丢失。"
