"""Signs receipts as a server does, with a key of its own."""

from __future__ import annotations

import base64
import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lethe import Receipt
from lethe.v1 import receipt_pb2

LOG = "example.org/log"


class Signer:
    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()
        self.public_key = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def receipt(self, name: str, statement: bytes) -> Receipt:
        """As before there was a log."""
        return Receipt(
            name=name,
            statement=statement,
            signature=self._key.sign(statement),
            public_key=self.public_key,
            key_id=hashlib.sha256(self.public_key).hexdigest(),
            commitment_key=b"",
            log_origin="",
            transparency_proof="",
        )

    def logged(
        self,
        unfinished: receipt_pb2.ReceiptStatement,
        commitment_key: bytes,
        checkpoint_origin: str = LOG,
        size: int = 3,
    ) -> Receipt:
        """Under a commitment key, and the second leaf of a log of three, unless it lies."""
        statement = receipt_pb2.ReceiptStatement()
        statement.CopyFrom(unfinished)
        statement.commitment_key_digest = hashlib.sha256(commitment_key).hexdigest()
        data = statement.SerializeToString()
        bare = self.receipt(f"{statement.erasure}/receipt", data)
        return Receipt(
            **{
                **vars(bare),
                "commitment_key": commitment_key,
                "log_origin": LOG,
                "transparency_proof": self._proof(data, checkpoint_origin, size),
            }
        )

    def _proof(self, statement: bytes, origin: str, size: int) -> str:
        first, second, third = (_hash(0, leaf) for leaf in (b"first", statement, b"third"))
        root = _hash(1, _hash(1, first + second) + third)
        checkpoint = f"{origin}\n{size}\n{_base64(root)}\n"
        key_id = hashlib.sha256(LOG.encode() + b"\n\1" + self.public_key).digest()[:4]
        signature = _base64(key_id + self._key.sign(checkpoint.encode()))
        return (
            f"c2sp.org/tlog-proof@v1\nindex 1\n{_base64(first)}\n{_base64(third)}\n\n"
            f"{checkpoint}\n\u2014 {LOG} {signature}\n"
        )


def _hash(kind: int, data: bytes) -> bytes:
    return hashlib.sha256(bytes([kind]) + data).digest()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
