import base64
import hashlib
import hmac
import time

FIVE_MINUTES = 300


def is_ours(secret: str, headers: dict[str, str], body: bytes) -> bool:
    number, sent_at = headers["webhook-id"], headers["webhook-timestamp"]
    signed = f"{number}.{sent_at}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    is_signed = any(hmac.compare_digest(one, wanted) for one in headers["webhook-signature"].split())
    return is_signed and abs(time.time() - int(sent_at)) < FIVE_MINUTES
