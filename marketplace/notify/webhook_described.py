"""What a webhook sends, for the API's description: headers, content, and which answers count."""

from typing import Any

from marketplace.notify.labels import WEBHOOK_KIND_LABELS, WebhookKind

_VALUES = {kind.value: label for kind, label in WEBHOOK_KIND_LABELS.items()}
_KINDS = "，".join(f"{value} {label}" for value, label in _VALUES.items())
SIGNED_HEADERS = {
    "webhook-id": "消息编号，重发时不变；处理过的就不再处理。Number of the message, the same when it is sent again",
    "webhook-timestamp": "发送的时间，1970 年以来的秒数；相差五分钟以上的不要信。"
    "When it was sent, in seconds since 1970",
    "webhook-signature": "签名，一个或几个，以空格分开，每个是 v1, 加 Base64。Signatures, with spaces between, each "
    "`v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`, under the secret's bytes after `whsec_`",
}
MESSAGE: dict[str, Any] = {
    "type": "object",
    "required": ["type", "timestamp", "data"],
    "properties": {
        "type": {
            "type": "string",
            "enum": [f"{kind.value}.changed" for kind in WebhookKind],
            "description": "哪类对象有变化。Which kind of thing changed",
        },
        "timestamp": {
            "type": "string",
            "format": "date-time",
            "description": "变化的时间（UTC）。When the change was noted",
        },
        "data": {
            "type": "object",
            "required": ["kind", "id", "url"],
            "properties": {
                "kind": {"type": "string", "enum": list(_VALUES), "description": f"类别：{_KINDS}。Kind of the thing"},
                "id": {"type": "integer", "description": "对象的编号。Number of the thing"},
                "url": {"type": "string", "format": "uri", "description": "去哪里读最新内容。Where to read it"},
            },
        },
    },
}


def described_webhooks() -> dict[str, Any]:
    """Return the section ``webhooks`` of an OpenAPI 3.1 document."""
    headers = [
        {"name": name, "in": "header", "required": True, "description": text, "schema": {"type": "string"}}
        for name, text in SIGNED_HEADERS.items()
    ]
    operation = {
        "summary": "公开信息有变化",
        "description": "向登记的网址发一条带签名的消息（Standard Webhooks）；验签和重发见 /developers/webhooks。"
        "A signed message to a registered address; "
        "see /developers/webhooks for how to verify it and when it comes again.",
        "parameters": headers,
        "requestBody": {"required": True, "content": {"application/json": {"schema": MESSAGE}}},
        "responses": {
            "2XX": {"description": "收到了，不再发。Taken, not sent again"},
            "default": {
                "description": "没有收到，过一会儿再发；不跟随跳转。Sent again later; redirects are not followed"
            },
        },
    }
    return {"changed": {"post": operation}}
