#!/usr/bin/env python3
"""Top-10 of normally distributed rows by faiss and numpy. Reads lines of scanner, rows, queries and calls,
separated by tabs, and answers each with the median of the calls' processor times in milliseconds.
"""
import functools
import statistics
import sys
import time

import faiss
import numpy as np

WIDTH = 64
BEST = 10
RANDOM = np.random.default_rng(1)


def draw(rows):
    return RANDOM.standard_normal((rows, WIDTH), dtype=np.float32)


@functools.cache
def matrix(rows):
    return draw(rows)


@functools.cache
def flat(rows):
    index = faiss.IndexFlatIP(WIDTH)
    index.add(matrix(rows))
    return index


@functools.cache
def bf16(rows):
    index = faiss.IndexScalarQuantizer(
        WIDTH, faiss.ScalarQuantizer.QT_bf16, faiss.METRIC_INNER_PRODUCT)
    index.add(matrix(rows))
    return index


def products(rows, queries):
    return matrix(rows) @ queries[0] if len(queries) == 1 else queries @ matrix(rows).T


SCANNERS = {
    "faiss flat": lambda rows, queries: flat(rows).search(queries, BEST),
    "faiss bf16": lambda rows, queries: bf16(rows).search(queries, BEST),
    "numpy, no lists": products,
}


def millis(scan, rows, queries):
    asked = draw(queries)
    began = time.thread_time()
    scan(rows, asked)
    return 1000 * (time.thread_time() - began)


def main():
    faiss.omp_set_num_threads(1)
    for line in sys.stdin:
        name, rows, queries, calls = line.rstrip("\n").split("\t")
        times = [millis(SCANNERS[name], int(rows), int(queries)) for _ in range(int(calls))]
        print(statistics.median(times), flush=True)


if __name__ == "__main__":
    main()
