"""Whether a statement is in a log.

A proof in the text form of c2sp.org/tlog-proof, its path (RFC 9162, section 2.1.3) and its signed
checkpoint (c2sp.org/tlog-checkpoint).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_CHARS_MAX = 65_536
_HASH_BYTES = 32
_KEY_ID_BYTES = 4
_LEAF = b"\0"
_NODE = b"\1"
_NUMBER = "(0|[1-9][0-9]{0,17})"

# Index, path, text of the checkpoint, its origin, size and root, signatures.
_FORMAT = re.compile(
    rf"c2sp\.org/tlog-proof@v1\nindex {_NUMBER}\n((?:[A-Za-z0-9+/]{{43}}=\n){{0,63}})\n"
    rf"(([^\n]+)\n{_NUMBER}\n([A-Za-z0-9+/]{{43}}=)\n)\n((?:\u2014 [^\n]+\n){{1,32}})"
)
_SIGNATURE = re.compile("\u2014 ([^ \n]+) ([A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True)
class LogKey:
    """A server's key by the name of its log (c2sp.org/signed-note)."""

    origin: str
    raw: bytes
    key: Ed25519PublicKey

    @property
    def id(self) -> bytes:
        """What stands before the signature in a line of this key's."""
        named = self.origin.encode() + b"\n\1" + self.raw
        return hashlib.sha256(named).digest()[:_KEY_ID_BYTES]


def is_signed_by(key: Ed25519PublicKey, data: bytes, signature: bytes) -> bool:
    """Whether a key signed exactly these bytes."""
    try:
        key.verify(signature, data)
    except InvalidSignature:
        return False
    return True


def shows(proof: str, statement: bytes, log: LogKey) -> bool:
    """Whether the proof shows that the log holds the statement."""
    parts = _FORMAT.fullmatch(proof) if len(proof) <= _CHARS_MAX else None
    if parts is None or parts[4] != log.origin or not _is_signed(parts[3], parts[7], log):
        return False
    path = [_decode(line) for line in parts[2].splitlines()]
    root = _decode(parts[6])
    if any(len(found) != _HASH_BYTES for found in (root, *path)):
        return False
    return _leads(int(parts[1]), int(parts[5]), _hash(_LEAF + statement), path, root)


def _is_signed(text: str, signatures: str, log: LogKey) -> bool:
    """Signatures of others are none of our business; every one of the log's must be right."""
    signed = False
    for line in signatures[:-1].split("\n"):
        parts = _SIGNATURE.fullmatch(line)
        if parts is None:
            return False
        data = _decode(parts[2])
        if parts[1] == log.origin and data[:_KEY_ID_BYTES] == log.id:
            if not is_signed_by(log.key, text.encode(), data[_KEY_ID_BYTES:]):
                return False
            signed = True
    return signed


def _leads(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162, section 2.1.3.2."""
    if index >= size:
        return False
    node, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if node % 2 == 1 or node == last:
            found = _hash(_NODE + sibling + found)
            while node % 2 == 0 and node != 0:
                node, last = node // 2, last // 2
        else:
            found = _hash(_NODE + found + sibling)
        node, last = node // 2, last // 2
    return last == 0 and found == root


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _decode(text: str) -> bytes:
    """Empty for base 64 that no encoder writes."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""
    return data if base64.b64encode(data).decode() == text else b""
