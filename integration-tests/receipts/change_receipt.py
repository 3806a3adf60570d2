#!/usr/bin/env python3
"""Changes a genuine receipt in every byte and cuts it everywhere, or at every STEP-th byte and the last:
python3 change_receipt.py RECEIPT KEY [STEP]

Prints how many changed receipts verify_receipt.py takes although they say something else. A change
that it may take leaves all as it was, or takes the commitment key away, which any holder can. Exit
code 0: none.
"""
import functools
import sys

import verify_receipt


def says_something_else(receipt, key, genuine):
    code, _ = verify_receipt.verdict(receipt, key)
    if code != 0:
        return False
    parts = verify_receipt.read(receipt)
    return parts not in (genuine, {**genuine, 6: b""})


def main(file, key, step="1"):
    with open(file, "rb") as opened:
        receipt = opened.read()
    key = bytes.fromhex(key)
    # Most changes leave one of the two signatures as it was.
    verify_receipt.signed = functools.lru_cache(maxsize=None)(verify_receipt.signed)
    if verify_receipt.verdict(receipt, key)[0] != 0:
        print("the receipt is not genuine to begin with")
        return 2
    genuine = verify_receipt.read(receipt)
    taken = 0
    places = sorted({*range(0, len(receipt), int(step)), len(receipt) - 1})
    for at in places:
        byte = receipt[at]
        flipped = receipt[:at] + bytes([byte ^ 1 << at % 8]) + receipt[at + 1:]
        taken += says_something_else(flipped, key, genuine)
        taken += says_something_else(receipt[:at], key, genuine)
    print(f"{2 * len(places)} changed receipts, {taken} accepted")
    return 1 if taken else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
