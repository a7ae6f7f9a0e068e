"""Seal bytes so that only the holder of one private key reads them, and notices when a letter was changed.

X25519 with a key made for the one package, HKDF-SHA-256 and ChaCha20-Poly1305, all from `cryptography`.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
PURPOSE = b"synthema sealed verdicts 1"
STEP = 1 << 16  # sealed bytes come in whole steps, so that their number hardly tells what is in them
_NONCE = bytes(12)  # every package has a key of its own, so the nonce may stand still


class Unsealable(ValueError):
    """The bytes were not sealed to this key, or something was changed on the way."""


def new_private_key() -> bytes:
    """A private key."""
    return secrets.token_bytes(KEY_BYTES)


def public_key(private: bytes) -> bytes:
    """The public key that belongs to a private one."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(words: bytes, public: bytes, cover: bytes, room: int = 0) -> bytes:
    """Words that only the private key opens, bound to the cover; padded as if they were at least `room` bytes."""
    own = new_private_key()
    key = _key(own, public, public_key(own), public)
    return public_key(own) + ChaCha20Poly1305(key).encrypt(_NONCE, _padded(words, room), cover)


def unseal(sealed: bytes, private: bytes, cover: bytes) -> bytes:
    """The words; raises Unsealable when key, cover or bytes are not those they were sealed with."""
    theirs, hidden = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    try:
        key = _key(private, theirs, theirs, public_key(private))
        padded = ChaCha20Poly1305(key).decrypt(_NONCE, hidden, cover)
    except (InvalidTag, ValueError) as error:
        raise Unsealable("not sealed to this key, or changed on the way") from error
    size = int.from_bytes(padded[:8], "big")
    return padded[8 : 8 + size]


def _key(private: bytes, public: bytes, sender: bytes, receiver: bytes) -> bytes:
    shared = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(public))
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=sender + receiver, info=PURPOSE).derive(shared)


def _padded(words: bytes, room: int) -> bytes:
    filled = len(words).to_bytes(8, "big") + words
    steps = -(-max(len(filled), room) // STEP)
    return filled.ljust(steps * STEP, b"\x00")
