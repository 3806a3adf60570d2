from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from signer import LOG, Signer

from lethe import Assurance, Defect, Receipt, ReceiptRejectedError, ReceiptVerifier
from lethe.v1 import receipt_pb2

FIXTURES = Path(__file__).parents[3] / "integration-tests/receipts/fixtures"
STATEMENT = receipt_pb2.ReceiptStatement(
    receipt_version=2,
    erasure="erasures/e1",
    model="models/movies",
    assurance=receipt_pb2.ASSURANCE_APPROXIMATE,
    forgotten_interaction_count=7,
)
SIGNER = Signer()
COMMITMENT_KEY = bytes(32)
RECEIPT = SIGNER.logged(STATEMENT, COMMITMENT_KEY)
VERIFIER = ReceiptVerifier([SIGNER.public_key])


def altered(**parts: Any) -> Receipt:
    return dataclasses.replace(RECEIPT, **parts)


def defect(receipt: Receipt, verifier: ReceiptVerifier = VERIFIER) -> Defect:
    with pytest.raises(ReceiptRejectedError) as rejected:
        verifier.verify(receipt)
    assert str(rejected.value).startswith(f"{rejected.value.defect.name}: ")
    return rejected.value.defect


def accepted(data: bytes) -> Receipt | None:
    try:
        receipt = Receipt.parse(data)
        VERIFIER.verify(receipt)
    except (ValueError, ReceiptRejectedError):
        return None
    return receipt


def flipped(data: bytes) -> list[bytes]:
    return [
        data[: bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1 :]
        for bit in range(8 * len(data))
    ]


def test_verify_trusted_key_gives_the_statement() -> None:
    assert VERIFIER.verify(RECEIPT).forgotten_interaction_count == 7


@pytest.mark.parametrize(("number", "name"), [(4, "EXACT"), (99, "UNRECOGNIZED_99")])
def test_verify_assurance_known_or_not_is_accepted(number: int, name: str) -> None:
    statement = receipt_pb2.ReceiptStatement()
    statement.CopyFrom(STATEMENT)
    statement.assurance = number  # type: ignore[assignment]

    verified = VERIFIER.verify(SIGNER.logged(statement, COMMITMENT_KEY))

    assert Assurance(verified.assurance).name == name


def test_verify_stored_and_read_again_is_the_same() -> None:
    assert Receipt.parse(RECEIPT.to_bytes()) == RECEIPT


def test_verify_no_flipped_bit_or_cut_of_the_file_says_something_else() -> None:
    """The holder may take the commitment key away; what else is accepted says what it said."""
    data = RECEIPT.to_bytes()
    same = (None, RECEIPT, altered(commitment_key=b""))
    assert accepted(data) == RECEIPT
    assert all(accepted(other) in same for other in flipped(data))
    assert not any(accepted(data[:length]) for length in range(len(data)))


def verdict(data: bytes, verifier: ReceiptVerifier) -> str:
    try:
        verifier.verify(Receipt.parse(data))
    except ValueError:
        return "unreadable"
    except ReceiptRejectedError as rejected:
        unreadable = (Defect.STATEMENT_VERSION_UNKNOWN, Defect.STATEMENT_UNREADABLE)
        return "unreadable" if rejected.defect in unreadable else "forged"
    return "genuine"


@pytest.mark.parametrize("named", ["key", "keyId"])
def test_verify_shared_fixtures_have_the_verdict_of_every_verifier(named: str) -> None:
    listed = json.loads((FIXTURES / "verdicts.json").read_text())
    verifier = ReceiptVerifier([bytes.fromhex(listed[named])])

    verdicts = {
        name: verdict((FIXTURES / name).read_bytes(), verifier) for name in listed["verdicts"]
    }

    assert verdicts == listed["verdicts"]
    assert len(verdicts) > 40


def test_verify_any_flipped_bit_of_the_statement_is_rejected() -> None:
    for other in flipped(RECEIPT.statement):
        assert defect(altered(statement=other)) == Defect.SIGNATURE_WRONG


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"name": "erasures/e2/receipt"}, Defect.NAME_WRONG),
        ({"signature": RECEIPT.signature[1:]}, Defect.SIGNATURE_WRONG),
        ({"signature": b""}, Defect.SIGNATURE_WRONG),
        ({"public_key": Signer().public_key}, Defect.KEY_NOT_TRUSTED),
        ({"public_key": b""}, Defect.KEY_NOT_TRUSTED),
        ({"key_id": hashlib.sha256(b"other").hexdigest()}, Defect.KEY_ID_WRONG),
        ({"key_id": RECEIPT.key_id.upper()}, Defect.KEY_ID_WRONG),
        ({"commitment_key": bytes(31)}, Defect.COMMITMENT_KEY_WRONG),
        ({"log_origin": "example.org/other"}, Defect.PROOF_WRONG),
        ({"log_origin": "", "transparency_proof": ""}, Defect.PROOF_WRONG),
    ],
)
def test_verify_altered_field_names_the_defect(parts: dict[str, Any], expected: Defect) -> None:
    assert defect(altered(**parts)) == expected


def test_verify_no_commitment_key_is_accepted() -> None:
    assert VERIFIER.verify(altered(commitment_key=b""))


@pytest.mark.parametrize("change", range(6))
def test_verify_altered_proof_is_rejected(change: int) -> None:
    proof = RECEIPT.transparency_proof
    changes = [
        proof.replace("index 1", "index 0"),
        proof.replace("index 1", "index 01"),
        proof.replace("\n3\n", "\n4\n"),
        proof[:-1],
        proof + "\u2014 not a signature\n\n",
        proof + " " * 65_536,
    ]
    assert changes[change] != proof
    assert defect(altered(transparency_proof=changes[change])) == Defect.PROOF_WRONG


def test_verify_proof_of_another_statement_or_key_is_rejected() -> None:
    moved = receipt_pb2.ReceiptStatement(receipt_version=2, erasure_position=9)
    for other in (SIGNER.logged(moved, b""), Signer().logged(STATEMENT, COMMITMENT_KEY)):
        proof = other.transparency_proof
        assert defect(altered(transparency_proof=proof)) == Defect.PROOF_WRONG


def test_verify_checkpoint_of_another_origin_or_size_is_rejected() -> None:
    other_origin = SIGNER.logged(STATEMENT, COMMITMENT_KEY, checkpoint_origin="example.org/other")
    other_size = SIGNER.logged(STATEMENT, COMMITMENT_KEY, size=9)

    assert defect(other_origin) == Defect.PROOF_WRONG
    assert defect(other_size) == Defect.PROOF_WRONG


@pytest.mark.parametrize("path", ["", "{0}", "{1}", "{1}{0}", "{0}{1}{1}"])
def test_verify_another_path_is_rejected(path: str) -> None:
    lines = RECEIPT.transparency_proof.splitlines(keepends=True)

    changed = "".join([*lines[:2], path.format(*lines[2:4]), *lines[4:]])

    assert defect(altered(transparency_proof=changed)) == Defect.PROOF_WRONG


def test_verify_proof_with_a_witness_is_accepted() -> None:
    witnessed = RECEIPT.transparency_proof + "\u2014 witness.example AAAAAAAA\n"

    assert VERIFIER.verify(altered(transparency_proof=witnessed))


def test_verify_second_signature_of_the_log_wrong_is_rejected() -> None:
    *_, line = RECEIPT.transparency_proof.splitlines()
    wrong = line[:-6] + ("AAAA" if line[-6:-2] != "AAAA" else "BBBB") + line[-2:]

    proof = f"{RECEIPT.transparency_proof}{wrong}\n"

    assert wrong != line
    assert defect(altered(transparency_proof=proof)) == Defect.PROOF_WRONG


def test_verify_other_statement_versions() -> None:
    later, before = receipt_pb2.ReceiptStatement(), receipt_pb2.ReceiptStatement()
    for version, statement in ((3, later), (1, before)):
        statement.CopyFrom(STATEMENT)
        statement.receipt_version = version
    bare = SIGNER.receipt(RECEIPT.name, before.SerializeToString())

    assert VERIFIER.verify(bare).receipt_version == 1
    assert defect(dataclasses.replace(bare, log_origin=LOG)) == Defect.PROOF_WRONG
    later_receipt = SIGNER.receipt(RECEIPT.name, later.SerializeToString())
    assert defect(later_receipt) == Defect.STATEMENT_VERSION_UNKNOWN


def test_verify_signed_nonsense_is_unreadable() -> None:
    assert defect(SIGNER.receipt(RECEIPT.name, b"no statement")) == Defect.STATEMENT_UNREADABLE


def test_verify_published_test_vector_signature_holds() -> None:
    # RFC 8032, section 7.1, test 1: the empty message. It has no receipt version, and to find that
    # out the verifier must have accepted the signature.
    key = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
        "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    vector = Receipt("/receipt", b"", signature, key, hashlib.sha256(key).hexdigest(), b"", "", "")

    assert defect(vector, ReceiptVerifier([key])) == Defect.STATEMENT_VERSION_UNKNOWN


def test_verifier_bad_keys_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one trusted key"):
        ReceiptVerifier([])
    with pytest.raises(ValueError, match="an Ed25519 public key has 32 bytes, got 31"):
        ReceiptVerifier([bytes(31)])
