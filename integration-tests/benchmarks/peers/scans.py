#!/usr/bin/env python3
"""Other programs' top-n, and how fast the machine reads memory; orders come in and figures go out, a
line each. `run side-by-side` starts it and gives the orders:

table FILE ROWS WIDTH QUERIES   float32 rows, then queries, row major; faiss indices are made of the rows
flat USERS SECONDS              faiss IndexFlatIP, top 10 of so many queries at a time
bf16 USERS SECONDS              faiss IndexScalarQuantizer of bfloat16 numbers
numpy USERS SECONDS             a product with the rows, then a partition
recall QUERIES                  how many of IndexFlatIP's ten the bf16 index finds, 0 to 1
memory THREADS SECONDS          a product of an array with itself: bytes read, in GB/s

One thread each, except for memory. `ms` is the median of the thread's own processor time.
"""
import statistics
import sys
import threading
import time

import faiss
import numpy as np

TOP = 10
READ_BYTES = 1 << 28


class Scans:
    def table(self, file, rows, width, queries):
        floats = np.fromfile(file, dtype=np.float32)
        rows, width = int(rows), int(width)
        self.rows = floats[:rows * width].reshape(rows, width)
        self.queries = floats[rows * width:].reshape(int(queries), width)
        self.indices = {
            "flat": faiss.IndexFlatIP(width),
            "bf16": faiss.IndexScalarQuantizer(
                width, faiss.ScalarQuantizer.QT_bf16, faiss.METRIC_INNER_PRODUCT)}
        for index in self.indices.values():
            index.add(self.rows)
        return {"rows": rows}

    def flat(self, users, seconds):
        return self.timed(users, seconds, lambda some: self.indices["flat"].search(some, TOP))

    def bf16(self, users, seconds):
        return self.timed(users, seconds, lambda some: self.indices["bf16"].search(some, TOP))

    def numpy(self, users, seconds):
        def top(some):
            scores = some @ self.rows.T if len(some) > 1 else (self.rows @ some[0])[None]
            best = np.argpartition(scores, -TOP, axis=1)[:, -TOP:]
            kept = np.take_along_axis(scores, best, axis=1)
            return np.take_along_axis(best, np.argsort(-kept, axis=1), axis=1)
        return self.timed(users, seconds, top)

    def timed(self, users, seconds, search):
        """Different queries each time, round and round."""
        users, nanos, at = int(users), [], 0
        end = time.perf_counter() + float(seconds)
        while time.perf_counter() < end or not nanos:
            some = self.queries[at:at + users]
            at = at + users if at + 2 * users <= len(self.queries) else 0
            begin = time.thread_time_ns()
            search(some)
            nanos.append(time.thread_time_ns() - begin)
        return {"ms": statistics.median(nanos) / 1e6, "n": len(nanos)}

    def recall(self, queries):
        some = self.queries[:int(queries)]
        exact, found = (self.indices[name].search(some, TOP)[1] for name in ("flat", "bf16"))
        return {"recall": np.mean([len(np.intersect1d(a, b)) / TOP for a, b in zip(exact, found)])}

    def memory(self, threads, seconds):
        """Each thread reads an array of its own; the larger the arrays, the less of them caches hold."""
        threads, rates = int(threads), []
        arrays = [np.ones(READ_BYTES // 4 // threads, dtype=np.float32) for _ in range(threads)]
        end = time.perf_counter() + float(seconds)
        while time.perf_counter() < end or not rates:
            readers = [threading.Thread(target=np.dot, args=(a, a)) for a in arrays]
            begin = time.perf_counter()
            for reader in readers:
                reader.start()
            for reader in readers:
                reader.join()
            rates.append(READ_BYTES / (time.perf_counter() - begin) / 1e9)
        return {"GB/s": statistics.median(rates)}


def main():
    faiss.omp_set_num_threads(1)
    scans = Scans()
    for line in sys.stdin:
        order, *words = line.split()
        try:
            figures = getattr(scans, order)(*words)
            print(" ".join(f"{name}={value}" for name, value in figures.items()), flush=True)
        except Exception as failure:  # said to the one that gave the order, which stops then
            print(f"error {type(failure).__name__}: {failure}".replace("\n", " "), flush=True)


if __name__ == "__main__":
    main()
