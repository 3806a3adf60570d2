#!/usr/bin/env python3
"""Writes the fixtures that every verifier of receipts is held against:
python3 make_fixtures.py RECEIPT FOLDER

RECEIPT is one that a server wrote: its statement is taken, and signed again by a key that is made
here and is no secret. FOLDER gets the files and `verdicts.json`: the key, its id, and the verdict on
each file, `genuine`, `forged` or `unreadable`. The same RECEIPT gives the same files.
"""
import base64
import hashlib
import json
import pathlib
import sys

import verify_receipt
from verify_receipt import BASE, BYTES, L, P, fields, hash_of, times

SEED = hashlib.sha256(b"the fixtures' key is no secret").digest()
JSON_NAMES = {1: "name", 2: "statement", 3: "signature", 4: "publicKey", 5: "keyId",
              6: "commitmentKey", 7: "logOrigin", 8: "transparencyProof"}


def encoded(p):
    inverse = pow(p[2], P - 2, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def secret():
    digest = hashlib.sha512(SEED).digest()
    scalar = int.from_bytes(digest[:32], "little")
    return scalar & (1 << 254) - 8 | 1 << 254, digest[32:]


def sign(message):
    """RFC 8032, section 5.1.6."""
    scalar, prefix = secret()
    number = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    begin = encoded(times(number, BASE))
    h = int.from_bytes(hashlib.sha512(begin + KEY + message).digest(), "little") % L
    return begin + ((number + h * scalar) % L).to_bytes(32, "little")


KEY = encoded(times(secret()[0], BASE))
KEY_ID = hashlib.sha256(KEY).hexdigest()


def text64(data):
    return base64.b64encode(data).decode()


def proof(statement, origin):
    """The second leaf of three."""
    first, last = (hash_of(0, each) for each in (b"first", b"last"))
    root = hash_of(1, hash_of(1, first + hash_of(0, statement)) + last)
    note = "%s\n3\n%s\n" % (origin, text64(root))
    name = hashlib.sha256(origin.encode() + b"\n\1" + KEY).digest()[:4]
    return "c2sp.org/tlog-proof@v1\nindex 1\n%s\n%s\n\n%s\n\u2014 %s %s\n" % (
        text64(first), text64(last), note, origin, text64(name + sign(note.encode())))


def varint(number, longer=0):
    """As short as it may be, or by so many bytes longer."""
    shifts = max(1, (number.bit_length() + 6) // 7) + longer
    return bytes((number >> 7 * k & 127) | (128 if k < shifts - 1 else 0) for k in range(shifts))


def field(number, data, longer=0):
    return varint(number << 3 | BYTES, longer) + varint(len(data), longer) + data


def receipt(statement, origin, name, commitment_key):
    return {1: name, 2: statement, 3: sign(statement), 4: KEY, 5: KEY_ID.encode(),
            6: commitment_key, 7: origin.encode(), 8: proof(statement, origin).encode()}


def binary(parts, longer=0):
    return b"".join(field(number, data, longer) for number, data in parts.items() if data)


def flipped(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def members(parts):
    return {JSON_NAMES[number]: text64(data) if number in (2, 3, 4, 6) else data.decode()
            for number, data in parts.items() if data}


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def genuine(parts, other_statement):
    json_form = members(parts)
    pretty = json.dumps(json_form, ensure_ascii=False, indent=2)
    snake = {name: json_form[JSON_NAMES[number]] for number, name, _ in verify_receipt.FIELDS}
    base64url = {name: value.replace("+", "-").replace("/", "_").rstrip("=")
                 if name in ("statement", "signature", "publicKey", "commitmentKey") else value
                 for name, value in json_form.items()}
    group = bytes([15 << 3 | 3]) + field(1, b"in a group") + bytes([15 << 3 | 4])
    newer = {"aNewField": {"deep": [1, None, {"name": "x"}]}, **json_form, "another": 1.5e300}
    return {
        "as-fetched.bin": binary(parts),
        "unknown-fields.bin": field(100, b"newer") + binary(parts) + bytes([15 << 3, 1]),
        "unknown-group.bin": group + binary(parts),
        "unknown-kind.bin": binary(parts) + bytes([1 << 3, 1]),
        "fields-in-another-order.bin": binary(dict(reversed(parts.items()))),
        "longer-numbers.bin": binary(parts, longer=1),
        "last-of-two-counts.bin": field(1, b"erasures/first/receipt") + binary(parts),
        "without-commitment-key.bin": binary({**parts, 6: b""}),
        "newer-statement-field.bin": binary(other_statement(
            parts[2] + field(500, b"newer") + varint(14 << 3) + varint(99))),
        "as-fetched.json": compact(json_form),
        "pretty.json": pretty.encode() + b"\n",
        "pretty-crlf-and-byte-order-mark.json":
            b"\xef\xbb\xbf" + pretty.replace("\n", "\r\n").encode() + b"\r\n",
        "blank-line-first.json": b"\n" + pretty.encode(),
        "sorted.json": json.dumps(json_form, sort_keys=True).encode(),
        "snake-case.json": compact(snake),
        "base64url-without-padding.json": compact(base64url),
        "unknown-fields.json": compact(newer),
        "null-commitment-key.json": compact({**json_form, "commitmentKey": None}),
    }


def forged(parts, other_statement):
    middle = len(parts[2]) // 2
    changed = {
        "changed-statement.bin": {2: flipped(parts[2], middle)},
        "changed-signature.bin": {3: flipped(parts[3], 40)},
        "signature-that-is-no-point.bin": {3: b"\2" + bytes(31) + parts[3][32:]},
        "short-signature.bin": {3: parts[3][1:]},
        "another-key.bin": {4: flipped(parts[4], 5)},
        "short-key.bin": {4: parts[4][1:]},
        "changed-key-id.bin": {5: b"0" * 64},
        "changed-name.bin": {1: b"erasures/another/receipt"},
        "changed-commitment-key.bin": {6: flipped(parts[6], 3)},
        "another-log.bin": {7: b"example.org/another"},
        "without-proof.bin": {7: b"", 8: b""},
        "changed-proof.bin": {8: parts[8].replace(b"index 1\n", b"index 2\n")},
        "malformed-proof.bin": {8: parts[8][:-5]},
    }
    files = {name: binary({**parts, **change}) for name, change in changed.items()}
    files["changed-statement.json"] = compact(members({**parts, 2: flipped(parts[2], middle)}))
    return files


def unreadable(parts, other_statement):
    whole, json_form = binary(parts), compact(members(parts))
    later = bytes([1 << 3, 3]) + parts[2][2:]
    twice = json_form.replace(b'{"name"', b'{"key_id":"x","name"', 1)
    return {
        "empty.bin": b"",
        "cut-in-the-middle.bin": whole[:len(whole) // 2],
        "cut-behind-a-field.bin": binary({number: parts[number] for number in (1, 2, 3)}),
        "cut-before-the-proof.bin": binary({**parts, 8: b""}),
        "cut-before-the-last-byte.bin": whole[:-1],
        "cut-in-the-middle.json": json_form[:len(json_form) // 2],
        "a-picture.bin": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "a-letter.txt": "Dear Ms J\u00f8rgensen,\r\n\r\nyour data is erased.\r\n".encode(),
        "only-the-statement.bin": parts[2],
        "a-newer-statement.bin": binary(other_statement(later)),
        "an-erasure.json": compact({"name": parts[1].decode()[:-8], "state": "STATE_COMPLETED"}),
        "a-list.json": b"[" + json_form + b"]",
        "two-receipts.json": json_form + json_form,
        "statement-is-a-number.json": compact({**members(parts), "statement": 5}),
        "statement-is-no-base64.json": compact({**members(parts), "statement": "%%%%"}),
        "key-id-under-two-names.json": twice,
        "name-twice.json": json_form.replace(b'{"name"', b'{"name":"x","name"', 1),
        "not-utf-8.json": json_form.replace(b'{"name":"', b'{"name":"\xff', 1),
        "half-a-character.json": json_form.replace(b'{"name":"', b'{"name":"\\ud800', 1),
        "name-not-utf-8.bin": binary({**parts, 1: b"\xff" + parts[1]}),
        "comment.json": b"// kept\n" + json_form,
    }


def main(file, folder):
    with open(file, "rb") as opened:
        served = verify_receipt.read(opened.read())

    def of_statement(statement):
        return receipt(statement, served[7].decode(), served[1], served[6])

    parts = of_statement(served[2])
    assert fields(parts[2])
    verdicts = {}
    for verdict in (genuine, forged, unreadable):
        for name, data in verdict(parts, of_statement).items():
            pathlib.Path(folder, name).write_bytes(data)
            verdicts[name] = verdict.__name__
    listed = {"key": KEY.hex(), "keyId": KEY_ID, "verdicts": verdicts}
    pathlib.Path(folder, "verdicts.json").write_text(json.dumps(listed, indent=2) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
