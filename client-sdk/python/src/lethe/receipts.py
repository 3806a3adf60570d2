"""Receipts: what a server signed about an erasure, and its check without a server."""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from google.protobuf import json_format
from google.protobuf.message import DecodeError

from lethe import _proof
from lethe.v1 import receipt_pb2

_KEY_BYTES = 32
_VERSION_BEFORE_THE_LOG = 1
_VERSION = 2


class Defect(enum.Enum):
    """What is wrong with a receipt."""

    KEY_NOT_TRUSTED = "the key in it is not one that is trusted"
    KEY_ID_WRONG = "the key id is not that of the key"
    SIGNATURE_WRONG = "the key did not sign these bytes"
    PROOF_WRONG = "nothing shows that the statement is in the server's log"
    COMMITMENT_KEY_WRONG = "the commitment key in it is not the statement's"
    STATEMENT_UNREADABLE = "a trusted key signed something that is no statement"
    STATEMENT_VERSION_UNKNOWN = "the statement's version is not known here: use a newer client"
    NAME_WRONG = "the receipt goes by the name of another erasure than its statement"


class ReceiptRejectedError(Exception):
    """Nothing in the receipt may be believed."""

    def __init__(self, defect: Defect) -> None:
        super().__init__(defect)
        self.defect = defect

    def __str__(self) -> str:
        return f"{self.defect.name}: {self.defect.value}"


@dataclass(frozen=True)
class Receipt:
    """The signed statement of what an erasure did, unread: let a `ReceiptVerifier` read it."""

    name: str
    """`erasures/{id}/receipt`."""
    statement: bytes
    """What was signed: a serialized `lethe.v1.receipt_pb2.ReceiptStatement`."""
    signature: bytes
    """Ed25519, 64 bytes."""
    public_key: bytes
    """Raw Ed25519 key, 32 bytes; proves nothing about who signed."""
    key_id: str
    """SHA-256 of the public key, 64 lower-case hexadecimal digits."""
    commitment_key: bytes
    """Ties the statement to the request, for a reader that knows it; empty once destroyed."""
    log_origin: str
    """Name of the log that holds the statement; empty before there was one."""
    transparency_proof: str
    """That it holds it, as c2sp.org/tlog-proof defines it; empty before there was a log."""

    def __repr__(self) -> str:
        return f"Receipt(name={self.name!r}, key_id={self.key_id!r})"

    def to_bytes(self) -> bytes:
        """The bytes to keep: a serialized `lethe.v1.Receipt`."""
        return receipt_pb2.Receipt(**vars(self)).SerializeToString(deterministic=True)

    @classmethod
    def parse(cls, data: bytes) -> Receipt:
        """Reads a receipt that was kept: in protobuf's encoding, or as JSON.

        What was signed are the bytes of its statement, so the file around them may be rewritten:
        in another order, prettier, or with fields of a newer server, which are ignored. Raises
        ValueError if the bytes are no receipt, or not all of one; that says nothing about whether
        it is genuine.
        """
        for read in (receipt_pb2.Receipt.FromString, _from_json):
            try:
                message = read(data)
            except (DecodeError, json_format.ParseError, TypeError, ValueError):
                continue
            if _is_whole(message):
                return cls.of(message)
        raise ValueError(f"these {len(data)} bytes are no receipt")

    @classmethod
    def of(cls, message: receipt_pb2.Receipt) -> Receipt:
        """The value for a message."""
        return cls(**{field.name: getattr(message, field.name) for field in fields(cls)})


class ReceiptVerifier:
    """Checks receipts without a server.

    Ed25519 (RFC 8032) over exactly the bytes that came, and the statement's place in the log (RFC
    9162), whose checkpoint the same key must have signed. The trusted keys must have been obtained
    by another way than the receipts.
    """

    def __init__(self, trusted_keys: Iterable[bytes]) -> None:
        """Trusts these keys and no other.

        Raw Ed25519 public keys, or ids of keys (their SHA-256), of 32 bytes each.
        """
        self._trusted = frozenset(_checked(bytes(raw)) for raw in trusted_keys)
        if not self._trusted:
            raise ValueError("a verifier needs at least one trusted key")

    def verify(self, receipt: Receipt) -> receipt_pb2.ReceiptStatement:
        """Gives the statement of a receipt that a trusted key signed and whose log holds it.

        Raises ReceiptRejectedError, whose `defect` says what is wrong, for any other.
        """
        raw = receipt.public_key
        if len(raw) != _KEY_BYTES or not self._trusted & {raw, hashlib.sha256(raw).digest()}:
            raise ReceiptRejectedError(Defect.KEY_NOT_TRUSTED)
        key = Ed25519PublicKey.from_public_bytes(raw)
        if key_id(receipt.public_key) != receipt.key_id:
            raise ReceiptRejectedError(Defect.KEY_ID_WRONG)
        if not _proof.is_signed_by(key, receipt.statement, receipt.signature):
            raise ReceiptRejectedError(Defect.SIGNATURE_WRONG)
        try:
            statement = receipt_pb2.ReceiptStatement.FromString(receipt.statement)
        except DecodeError:
            raise ReceiptRejectedError(Defect.STATEMENT_UNREADABLE) from None
        if receipt.name != f"{statement.erasure}/receipt":
            raise ReceiptRejectedError(Defect.NAME_WRONG)
        if statement.receipt_version == _VERSION:
            _check_logged(receipt, key, statement)
        elif statement.receipt_version == _VERSION_BEFORE_THE_LOG:
            _check_unlogged(receipt)
        else:
            raise ReceiptRejectedError(Defect.STATEMENT_VERSION_UNKNOWN)
        return statement


def _from_json(data: bytes) -> receipt_pb2.Receipt:
    text = data.decode("utf-8-sig")
    members = json.loads(text)
    for field in receipt_pb2.Receipt.DESCRIPTOR.fields:
        if field.json_name != field.name and {field.json_name, field.name} <= set(members):
            raise ValueError(f"{field.name} stands there twice")
    return json_format.Parse(text, receipt_pb2.Receipt(), ignore_unknown_fields=True)


def _is_whole(message: receipt_pb2.Receipt) -> bool:
    """Whether a file has what every receipt has: one that was cut off lacks some."""
    always = (
        message.name,
        message.statement,
        message.signature,
        message.public_key,
        message.key_id,
    )
    return all(always) and bool(message.log_origin) == bool(message.transparency_proof)


def key_id(public_key: bytes) -> str:
    """SHA-256 of a raw public key as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(public_key).hexdigest()


def _check_unlogged(receipt: Receipt) -> None:
    if receipt.commitment_key or receipt.log_origin or receipt.transparency_proof:
        raise ReceiptRejectedError(Defect.PROOF_WRONG)


def _check_logged(
    receipt: Receipt, key: Ed25519PublicKey, statement: receipt_pb2.ReceiptStatement
) -> None:
    log = _proof.LogKey(receipt.log_origin, receipt.public_key, key)
    if not _proof.shows(receipt.transparency_proof, receipt.statement, log):
        raise ReceiptRejectedError(Defect.PROOF_WRONG)
    commitment_key = receipt.commitment_key
    if commitment_key and key_id(commitment_key) != statement.commitment_key_digest:
        raise ReceiptRejectedError(Defect.COMMITMENT_KEY_WRONG)


def _checked(raw: bytes) -> bytes:
    if len(raw) != _KEY_BYTES:
        raise ValueError(f"an Ed25519 public key has {_KEY_BYTES} bytes, got {len(raw)}")
    return raw
