"""Secrets that must be read again are kept sealed: the database alone, or a backup of it, does not give them away."""

import base64


class Seal:
    """Encrypts short texts under a key of its own that is derived from the service's secret key."""

    def __init__(self, secret_key: str) -> None:
        from cryptography.fernet import Fernet, InvalidToken
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        self._invalid = InvalidToken
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"accounts.seal").derive(secret_key.encode())
        self._box = Fernet(base64.urlsafe_b64encode(derived))

    def close(self, text: str, *, moment: int) -> str:
        """Return the text sealed, with the second at which it was."""
        return self._box.encrypt_at_time(text.encode(), moment).decode()

    def open(self, sealed: str) -> str | None:
        """Return the text, None when it was sealed under another key or altered."""
        try:
            return self._box.decrypt(sealed.encode()).decode()
        except self._invalid:
            return None

    def open_fresh(self, sealed: str, *, moment: int, seconds: int) -> str | None:
        """Return the text when it was sealed at most so many seconds ago."""
        try:
            return self._box.decrypt_at_time(sealed.encode(), ttl=seconds, current_time=moment).decode()
        except self._invalid:
            return None
