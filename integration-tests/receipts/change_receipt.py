#!/usr/bin/env python3
"""Changes a genuine receipt in every byte and cuts it everywhere, or at every STEP-th byte and the last:
python3 change_receipt.py RECEIPT KEY [STEP]

Prints how many changed receipts verify_receipt.py still takes. Exit code 0: none.
"""
import functools
import sys

import verify_receipt


def accepted(receipt, key):
    try:
        return verify_receipt.problem(receipt, key) is None
    except (ValueError, KeyError, IndexError):
        return False


def main(file, key, step="1"):
    with open(file, "rb") as opened:
        receipt = opened.read()
    key = bytes.fromhex(key)
    # Most changes leave one of the two signatures as it was.
    verify_receipt.signed = functools.lru_cache(maxsize=None)(verify_receipt.signed)
    if not accepted(receipt, key):
        print("the receipt is not genuine to begin with")
        return 2
    taken = 0
    places = sorted({*range(0, len(receipt), int(step)), len(receipt) - 1})
    for at in places:
        byte = receipt[at]
        taken += accepted(receipt[:at] + bytes([byte ^ 1 << at % 8]) + receipt[at + 1:], key)
        taken += accepted(receipt[:at], key)
    print(f"{2 * len(places)} changed receipts, {taken} accepted")
    return 1 if taken else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
