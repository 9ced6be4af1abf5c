"""Personal fields at rest: AES-256-GCM under keys of the environment, bound to the place where they stand.

Setting FIELD_KEYS lists secrets, the newest first: the first seals, all open. A sealed text names its key by a
fingerprint (`v1.<key id>.<nonce and ciphertext>`), and its context is authenticated with it: moved to another row or
column it does not open.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from yunhe_envhealth.core.errors import EnvHealthError

VERSION = "v1"
NONCE_BYTES = 12  # NIST SP 800-38D, 8.2.2


class SealBroken(EnvHealthError):
    """The sealed text does not open: its key is gone, it was altered, or it stands elsewhere than where it was sealed."""

    status = 500
    title = "密文打不开"
    advice = "请联系系统管理员核对密钥设置 ENVHEALTH_FIELD_KEYS。"


def seal(text: str, context: str) -> str:
    """Return the text sealed with the newest key for one place (`context`); an empty text stays empty."""
    if not text:
        return ""
    key_id, key = _keys(tuple(settings.FIELD_KEYS))[0]
    nonce = secrets.token_bytes(NONCE_BYTES)
    body = nonce + AESGCM(key).encrypt(nonce, text.encode(), context.encode())
    return f"{VERSION}.{key_id}.{base64.urlsafe_b64encode(body).decode()}"


def unseal(sealed: str, context: str) -> str:
    """Return the text that was sealed for this place. Raises SealBroken; the message carries nothing of the text."""
    if not sealed:
        return ""
    parts = sealed.split(".")
    key = dict(_keys(tuple(settings.FIELD_KEYS))).get(parts[1]) if len(parts) == 3 else None
    if key is None or parts[0] != VERSION:
        raise SealBroken("没有能打开这段密文的密钥。")
    try:
        body = base64.urlsafe_b64decode(parts[2])
        return AESGCM(key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], context.encode()).decode()
    except (InvalidTag, ValueError):
        raise SealBroken("密文被改动过，或不是在这里写下的。") from None


def is_current(sealed: str) -> bool:
    """Return whether the text is empty or sealed with the newest key."""
    return not sealed or sealed.split(".")[1:2] == [_keys(tuple(settings.FIELD_KEYS))[0][0]]


@lru_cache(maxsize=8)
def _keys(given: tuple[str, ...]) -> tuple[tuple[str, bytes], ...]:
    """Return (key id, AES key) of each secret; the id is a fingerprint and tells nothing of the key."""
    return tuple(
        (hashlib.sha256(b"envhealth field key id" + secret.encode()).hexdigest()[:12], _derived(secret))
        for secret in given
    )


def _derived(secret: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"envhealth field key").derive(secret.encode())
