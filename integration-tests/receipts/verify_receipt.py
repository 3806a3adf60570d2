#!/usr/bin/env python3
"""Checks a receipt of Lethe without any code of Lethe: python3 verify_receipt.py RECEIPT KEY

RECEIPT is a file that `lethe receipt get` wrote, or the same as JSON; KEY is the server's public key
or that key's id (its SHA-256), 64 hexadecimal digits, from another source than the receipt. Exit code
0: genuine; 1: not; 2: wrong usage; 3: it cannot be read, which says nothing about whether it is
genuine. Needs the standard library only. See README.md for what each step follows.
"""
import base64
import binascii
import hashlib
import json
import re
import struct
import sys

# Ed25519 (RFC 8032, section 5.1), for verifying only: nothing here is secret.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def recover_x(y, odd):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and odd):
        raise ValueError("not a point of the curve")
    return P - x if x % 2 != odd else x


def point(encoded):
    y = int.from_bytes(encoded, "little")
    odd, y = y >> 255, y & (1 << 255) - 1
    x = recover_x(y, odd)
    return x, y, 1, x * y % P


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, p):
    result = 0, 1, 1, 0
    while n:
        if n & 1:
            result = add(result, p)
        p, n = add(p, p), n >> 1
    return result


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = point(BASE_Y.to_bytes(32, "little"))


def signed(key, message, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    try:
        left, right = times(s, BASE), add(point(signature[:32]), times(h, point(key)))
    except ValueError:
        return False
    return s < L and all((left[k] * right[2] - right[k] * left[2]) % P == 0 for k in (0, 1))


class Unreadable(Exception):
    """The file is no receipt that this script can read; its text says why."""


class Message:
    """The bytes of a protobuf message, read from left to right."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def fields(self, group=None):
        """Fields in their order, of all or of the group that has begun: (number, kind), value."""
        while group is not None or self.at < len(self.data):
            tag = self.varint()
            number, kind = tag >> 3, tag & 7
            if not 0 < number < 1 << 29:
                raise Unreadable("a field has no number")
            if kind == 4 and number == group:
                return
            yield (number, kind), self.value(number, kind)

    def value(self, number, kind):
        if kind == 0:
            return self.varint()
        if kind == 3:
            return list(self.fields(number))
        if kind not in (1, 2, 5):
            raise Unreadable("a field is of no kind that there is")
        return self.taken(self.varint() if kind == 2 else {1: 8, 5: 4}[kind])

    def varint(self):
        value = 0
        for shift in range(0, 70, 7):
            byte, = self.taken(1)
            value |= (byte & 127) << shift
            if byte < 128:
                return value & (1 << 64) - 1
        raise Unreadable("a number has no end")

    def taken(self, length):
        begin, self.at = self.at, self.at + length
        if self.at > len(self.data):
            raise Unreadable("it is cut off")
        return self.data[begin:self.at]


# The kinds of values that receipts have: a number, a double, bytes or text or a message.
VARINT, DOUBLE, BYTES = 0, 1, 2


def fields(message):
    """A message's values by number and kind; of a field that stands there twice, the last counts."""
    try:
        return dict(Message(message).fields())
    except RecursionError:
        raise Unreadable("its groups have no end") from None


def hash_of(kind, data):
    return hashlib.sha256(bytes([kind]) + data).digest()


def decoded(text):
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("base 64 that nobody would write so")
    return data


def root_of(leaf, index, size, path):
    """RFC 9162, section 2.1.3.2."""
    node, last = index, size - 1
    for sibling in path:
        if last == 0 or len(sibling) != 32:
            raise ValueError("a path that leads nowhere")
        if node & 1 or node == last:
            leaf = hash_of(1, sibling + leaf)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            leaf = hash_of(1, leaf + sibling)
        node, last = node >> 1, last >> 1
    if last or index >= size:
        raise ValueError("a path that ends too early")
    return leaf


PROOF = re.compile(
    "c2sp\\.org/tlog-proof@v1\nindex (0|[1-9][0-9]{0,17})\n((?:[^\n]{44}\n)*)\n"
    "((\\S+)\n(0|[1-9][0-9]{0,17})\n([^\n]{44})\n)\n((?:\u2014 \\S+ [^\n ]+\n)+)", re.ASCII)


def logged(statement, proof, origin, key):
    parts = PROOF.fullmatch(proof)
    if not parts or parts[4] != origin:
        return False
    key_id = hashlib.sha256(origin.encode() + b"\n\1" + key).digest()[:4]
    good = []
    for line in parts[7].splitlines():
        _, name, text = line.split(" ")
        signature = decoded(text)
        if name == origin and signature[:4] == key_id:
            good.append(signed(key, parts[3].encode(), signature[4:]))
    path = [decoded(line) for line in parts[2].splitlines()]
    root = root_of(hash_of(0, statement), int(parts[1]), int(parts[5]), path)
    return bool(good) and all(good) and root == decoded(parts[6])


def in_log(*proof):
    """Whether a proof shows it; one that is malformed shows nothing."""
    try:
        return logged(*proof)
    except ValueError:
        return False


# The fields of lethe.v1.Receipt: number, name, whether it holds bytes.
FIELDS = [(1, "name", False), (2, "statement", True), (3, "signature", True),
          (4, "public_key", True), (5, "key_id", False), (6, "commitment_key", True),
          (7, "log_origin", False), (8, "transparency_proof", False)]


def read(file):
    """The fields of a receipt by their numbers, from either form; others are ignored."""
    reasons = []
    for form in (from_protobuf, from_json):
        try:
            parts = form(file)
            if all(parts[number] for number in range(1, 6)) and bool(parts[7]) == bool(parts[8]):
                return parts
            raise Unreadable("it is not all of a receipt")
        except Unreadable as unreadable:
            reasons.append(unreadable)
        except (ValueError, RecursionError):
            reasons.append(Unreadable("it is no receipt"))
    raise reasons[file.lstrip().startswith(b"{")]


def from_protobuf(file):
    found = fields(file)
    parts = {}
    for number, _, holds_bytes in FIELDS:
        value = found.get((number, BYTES), b"")
        parts[number] = value if holds_bytes else value.decode().encode()
    return parts


def from_json(file):
    def without_repeats(pairs):
        members = dict(pairs)
        if len(members) < len(pairs):
            raise Unreadable("a member stands there twice")
        return members

    members = json.loads(file.decode("utf-8-sig"), object_pairs_hook=without_repeats)
    if not isinstance(members, dict):
        raise Unreadable("it is no object")
    parts = {}
    for number, name, holds_bytes in FIELDS:
        json_name = re.sub("_(.)", lambda letter: letter[1].upper(), name)
        values = [members[each] for each in {name, json_name} if each in members]
        value = values[0] if values and values[0] is not None else ""
        if len(values) > 1 or not isinstance(value, str):
            raise Unreadable("%s is not one text" % name)
        parts[number] = from_base64(value) if holds_bytes else value.encode()
    return parts


def from_base64(text):
    """Of either alphabet, with padding or without, as JSON of protobuf allows."""
    plain = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error:
        raise Unreadable("this is no base 64") from None


def problem(parts, trusted):
    """What is wrong with a receipt; None if it is genuine. TRUSTED is a key or the id of one."""
    key = parts[4]
    key_id = hashlib.sha256(key).digest()
    if trusted not in (key, key_id):
        return "it is signed by another key"
    if parts[5] != key_id.hex().encode():
        return "the key's id is not that of the key"
    if not signed(key, parts[2], parts[3]):
        return "the statement is not the one that was signed"
    statement = fields(parts[2])
    if parts[1] != statement.get((2, BYTES), b"") + b"/receipt":
        return "the statement is about another erasure"
    version = statement.get((1, VARINT), 0)
    if version != 2:
        raise Unreadable("the statement is of version %d, which this script does not know" % version)
    if not in_log(parts[2], parts[8].decode(), parts[7].decode(), key):
        return "nothing shows that the statement is in the log"
    if parts[6] and hashlib.sha256(parts[6]).hexdigest().encode() != statement.get((29, BYTES)):
        return "the commitment key is not the statement's"
    return None


# What a receipt may say of the influence, by the numbers that the contract has for it.
ASSURANCES = {
    1: "contained", 2: "approximate", 4: "exact", 3: "retrained", 5: "not learned",
    6: "trained elsewhere",
}


def assurance(parts):
    """What a genuine receipt says: a newer server's word is no sign of a forgery."""
    statement = fields(parts[2])
    number = statement.get((14, VARINT), 0)
    said = ASSURANCES.get(number, "an assurance that is not known here, number %d" % number)
    residue = fields(statement.get((20, BYTES), b""))
    if number != 4 or not {(9, DOUBLE), (10, DOUBLE)} <= residue.keys():
        return said
    measured, at_most = (struct.unpack("<d", residue[field, DOUBLE])[0] for field in (9, 10))
    return "%s, equal to retraining: measured residual %.1e, at most %.1e" % (
        said, measured, at_most)


def verdict(file, trusted):
    """Exit code and verdict of a file's bytes."""
    try:
        parts = read(file)
        wrong = problem(parts, trusted)
        return (1, "not verified: " + wrong) if wrong else (0, "genuine: " + assurance(parts))
    except Unreadable as unreadable:
        return 3, "unreadable: %s; this says nothing about whether it is genuine" % unreadable


def main(arguments):
    if len(arguments) != 2 or not re.fullmatch("[0-9a-fA-F]{64}", arguments[1]):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with open(arguments[0], "rb") as file:
            receipt = file.read((1 << 20) + 1)
    except OSError as unreadable:
        print("unreadable: %s" % unreadable.strerror)
        return 3
    code, text = verdict(receipt, bytes.fromhex(arguments[1]))
    print(text)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
