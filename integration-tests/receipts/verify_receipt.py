#!/usr/bin/env python3
"""Checks a receipt of Lethe without any code of Lethe: python3 verify_receipt.py RECEIPT KEY

RECEIPT is a file that `lethe receipt get` wrote; KEY is the server's public key, 64 hexadecimal
digits, from another source than the receipt. Exit code 0: genuine; 1: not; 2: wrong usage.
Needs the standard library only. See README.md for what each step follows.
"""
import base64
import hashlib
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
    left, right = times(s, BASE), add(point(signature[:32]), times(h, point(key)))
    return s < L and all((left[k] * right[2] - right[k] * left[2]) % P == 0 for k in (0, 1))


def fields(message):
    """Field numbers and values of a protobuf message, in their order."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at, value, shift = at + 1, value | (byte & 127) << shift, shift + 7
            if byte < 128:
                if shift > 7 and byte == 0:
                    raise ValueError("a number longer than it must be")
                return value

    while at < len(message):
        tag = varint()
        kind = tag & 7
        if kind == 0:
            yield tag >> 3, varint()
            continue
        length = {1: 8, 2: None, 5: 4}[kind]
        length = varint() if length is None else length
        if at + length > len(message):
            raise ValueError("cut off")
        yield tag >> 3, message[at:at + length]
        at += length


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


def problem(receipt, key):
    """What is wrong with a receipt; None if it is genuine."""
    entries = list(fields(receipt))
    numbers = [number for number, _ in entries]
    if numbers not in ([1, 2, 3, 4, 5, 7, 8], [1, 2, 3, 4, 5, 6, 7, 8]):
        return "it is no receipt that is in a log"
    if not all(isinstance(value, bytes) for _, value in entries):
        return "it is no receipt"
    parts = dict(entries)
    if parts[4] != key or parts[5].decode() != hashlib.sha256(key).hexdigest():
        return "it is signed by another key"
    if not signed(key, parts[2], parts[3]):
        return "the statement is not the one that was signed"
    if not logged(parts[2], parts[8].decode(), parts[7].decode(), key):
        return "nothing shows that the statement is in the log"
    statement = dict(fields(parts[2]))
    if statement[1] != 2 or parts[1] != statement[2] + b"/receipt":
        return "the statement is of another version or erasure"
    if 6 in parts and hashlib.sha256(parts[6]).hexdigest().encode() != statement[29]:
        return "the commitment key is not the statement's"
    return None


# What a receipt may say of the influence, each more than the one before but for the numbers.
ASSURANCES = {1: "contained", 2: "approximate", 4: "exact", 3: "retrained"}


def assurance(receipt):
    """What a genuine receipt says: a newer server's word is no sign of a forgery."""
    statement = dict(fields(dict(fields(receipt))[2]))
    number = statement.get(14, 0)
    said = ASSURANCES.get(number, "an assurance that is not known here, number %d" % number)
    residue = dict(fields(statement.get(20, b"")))
    if number != 4 or not {9, 10} <= residue.keys():
        return said
    measured, at_most = (struct.unpack("<d", residue[field])[0] for field in (9, 10))
    return "%s, equal to retraining: measured residual %.1e, at most %.1e" % (
        said, measured, at_most)


def main(arguments):
    if len(arguments) != 2 or not re.fullmatch("[0-9a-fA-F]{64}", arguments[1]):
        print(__doc__, file=sys.stderr)
        return 2
    with open(arguments[0], "rb") as file:
        receipt = file.read(1 << 20)
    try:
        wrong = problem(receipt, bytes.fromhex(arguments[1]))
        said = None if wrong else assurance(receipt)
    except (ValueError, KeyError, IndexError):
        wrong = "it is damaged"
    print("not verified: " + wrong if wrong else "genuine: " + said)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
