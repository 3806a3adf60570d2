#!/usr/bin/env python3
"""A recommender as many shops have it: implicit's ALS behind FastAPI, one process of uvicorn.

Usage: serving.py CSV FACTORS PORT. CSV, gzipped or not, has a header and begins with user and item.
GET /recommend/{user} answers ten items that the user has not seen, GET /ready an empty object. POST
/forget/{user} trains on what is left, from the same first numbers, and answers when that model serves.
"""
import csv
import gzip
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import implicit.als
import numpy as np
import scipy.sparse as sp
import uvicorn
from fastapi import FastAPI, HTTPException

TOP = 10
SWEEPS = 15
# A catalogue of more is trained in one sweep: what an answer costs does not depend on the numbers.
ROWS_MANY = 2_000_000


def read(path):
    users, items, rows = {}, {}, []
    with (gzip.open(path, "rt") if path.endswith(".gz") else open(path)) as lines:
        reader = csv.reader(lines)
        next(reader)
        for row in reader:
            rows.append((users.setdefault(row[0], len(users)), items.setdefault(row[1], len(items))))
    places = np.array(rows, dtype=np.int32)
    seen = sp.csr_matrix(
        (np.ones(len(places), dtype=np.float32), (places[:, 0], places[:, 1])),
        shape=(len(users), len(items)))
    return users, list(items), seen


def trained(seen, factors):
    model = implicit.als.AlternatingLeastSquares(
        factors=factors, iterations=SWEEPS if seen.nnz < ROWS_MANY else 1, random_state=1)
    model.fit(seen, show_progress=False)
    return model


def application(path, factors):
    users, items, seen = read(path)
    model = trained(seen, factors)
    app = FastAPI()

    @app.get("/recommend/{user}")
    async def recommend(user: str):
        row = users.get(user)
        if row is None:
            raise HTTPException(status_code=404)
        found, scores = model.recommend(row, seen[row], N=TOP, filter_already_liked_items=True)
        return {"items": [items[k] for k in found], "scores": scores.tolist()}

    @app.post("/forget/{user}")
    async def forget(user: str):
        nonlocal model
        row = users.pop(user, None)
        if row is None:
            raise HTTPException(status_code=404)
        seen.data[seen.indptr[row]:seen.indptr[row + 1]] = 0
        seen.eliminate_zeros()
        model = trained(seen, factors)
        return {}

    @app.get("/ready")
    async def ready():
        return {}

    return app


if __name__ == "__main__":
    file, factors, port = sys.argv[1:]
    uvicorn.run(
        application(file, int(factors)), host="127.0.0.1", port=int(port), log_level="warning")
