"""What may go wrong with notices and objections."""

from marketplace.core.errors import ConflictError


class NoticeClosedError(ConflictError):
    """An objection came when none is taken any more; the message shows both times."""

    code = "notice.closed"
    default_message = "公示已经结束，不能再提出异议。"


class NoticeNotClearError(ConflictError):
    """A decision was asked for before the notice allows it."""

    code = "notice.not_clear"
    default_message = "公示还没有结束，或还有未决异议，现在不能作决定。"


class NoticeRunningError(ConflictError):
    """A thing may have one running notice."""

    code = "notice.running"
    default_message = "这项内容正在公示，不能再发布一次。要更改内容，请用“更改并重新公示”。"
