"""Wrapping: a data key under the secret of an epoch, or a mail's key under the epoch's public half.

The second needs no secret, so that mail can be taken in while the key store is away.  All by `cryptography`:
AES-256-GCM, and HPKE (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAIL = "mail"
"""The purpose whose keys are wrapped under the public half."""

NONCE_BYTES = 12
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class NotWrappedHere(Exception):
    """The wrapped key was not made under this secret, or lies where it does not belong."""


def public_half(secret: bytes) -> bytes:
    """What mail is sealed to in this epoch: 32 bytes that may lie in the database."""
    return _private_half(secret).public_key().public_bytes_raw()


def _private_half(secret: bytes) -> X25519PrivateKey:
    # It is made from the epoch's secret, so it dies with it.
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"peerpost: mail that comes in").derive(secret)
    return X25519PrivateKey.from_private_bytes(derived)


def wrap(secret: bytes, scope: str, purpose: str, key: bytes) -> bytes:
    """A data key as it may lie in the database."""
    if purpose == MAIL:
        return wrap_for(public_half(secret), scope, key)
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(secret).encrypt(nonce, key, _where(scope, purpose))


def wrap_for(public: bytes, scope: str, key: bytes) -> bytes:
    """The key of a mail that has come in, for whoever has the epoch's secret."""
    return _SUITE.encrypt(key, X25519PublicKey.from_public_bytes(public), _where(scope, MAIL))


def unwrap(secret: bytes, scope: str, purpose: str, wrapped: bytes) -> bytes:
    """Raises NotWrappedHere."""
    where = _where(scope, purpose)
    try:
        if purpose == MAIL:
            return _SUITE.decrypt(wrapped, _private_half(secret), where)
        return AESGCM(secret).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], where)
    except (InvalidTag, ValueError):
        raise NotWrappedHere from None


def _where(scope: str, purpose: str) -> bytes:
    return f"{scope}|{purpose}".encode()
