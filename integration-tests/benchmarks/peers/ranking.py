#!/usr/bin/env python3
"""Other recommenders on the splits that `lethe evaluate --task ranking --export` wrote, in one table
with Lethe's: ranking.py OUT SPLIT_FOLDER [--seeds 1,2,3] [--only TEXT] [--same-settings]

OUT holds Lethe's ranking.csv; SPLIT_FOLDER holds one folder per split. Peers learn from the positive
training rows. What they choose (lambda, regularization and so on) they choose by NDCG@10 on a tenth
of these, drawn by a hash; then they are fitted on all of them. The lists that Lethe exported are
measured here once more: a difference to Lethe's own figures above 1e-9 is an error.
With --same-settings, `implicit` alone stands beside each of Lethe's `ials` models: same rows, weights,
factors, regularization and number of sweeps, nothing tuned.
Exit code 0: done; 1: figures differ; 2: wrong usage.
"""
import argparse
import csv
import hashlib
import json
import math
import os
import re
import sys
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import implicit.als
import numpy as np
import scipy.sparse as sp

from models import DENSE, DENSE_ITEMS_MAX, PEERS, factors

CUTS = (5, 10, 20)
SHOWN = 10
TOLERANCE = 1e-9
SHOWN_MEASURES = [
    ("ndcg-10", "NDCG@10", "%.3f"), ("recall-20", "Recall@20", "%.3f"), ("hr-10", "HR@10", "%.3f"),
    ("mrr-10", "MRR@10", "%.3f"), ("coverage-10", "catalogue", "%.2f"),
    ("popular-10", "popular", "%.2f"), ("overlap-10", "overlap", "%.2f"),
    ("training-seconds", "training", "%.2f s")]


class Split:
    """One folder: users and items are those of the training rows, in order of first appearance."""

    def __init__(self, folder):
        self.about = json.loads((folder / "split.json").read_text())
        train = rows(folder / "train.csv")
        self.users = numbered(row["user"] for row in train)
        self.items = numbered(row["item"] for row in train)
        shape = (len(self.users), len(self.items))
        self.seen = matrix(((self.users[r["user"]], self.items[r["item"]]) for r in train), shape)
        self.values = np.array([float(r["rating"]) for r in train])
        self.places = ([self.users[r["user"]] for r in train], [self.items[r["item"]] for r in train])
        liked = [r for r in train if float(r["rating"]) >= self.about["positive-from"]]
        self.liked = [(r["user"], r["item"]) for r in liked]
        self.positives = self.matrix_of(self.liked)
        self.test = relevant((r["user"], r["item"]) for r in rows(folder / "test.csv")
                             if r["user"] in self.users)
        counts = np.asarray(self.positives.sum(axis=0)).ravel()
        # Stable: equals stand in order of first appearance, as Lethe has them.
        order = np.argsort(-counts, kind="stable")
        names = list(self.items)
        self.by_popularity = order
        self.popular = {names[i] for i in order[:max(1, len(names) // 10)]}
        self.names = np.array(names, dtype=object)

    def matrix_of(self, pairs):
        return matrix(((self.users[u], self.items[i]) for u, i in pairs),
                      (len(self.users), len(self.items)))

    def tenth(self):
        """The positives without a tenth, and that tenth by user."""
        held = [p for p in self.liked
                if int.from_bytes(hashlib.sha256(("tune/%s/%s" % p).encode()).digest()[:4],
                                  "big") % 10 == 0]
        return self.matrix_of(sorted(set(self.liked) - set(held), key=self.place)), relevant(held)

    def place(self, pair):
        return self.users[pair[0]], self.items[pair[1]]


def rows(file):
    with open(file, newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def numbered(names):
    numbers = {}
    for name in names:
        numbers.setdefault(name, len(numbers))
    return numbers


def matrix(pairs, shape):
    pairs = list(pairs)
    ones = np.ones(len(pairs), dtype=np.float32)
    return sp.csr_matrix((ones, tuple(zip(*pairs))), shape=shape)


def relevant(pairs):
    found = {}
    for user, item in pairs:
        found.setdefault(user, set()).add(item)
    return found


def best(split, scores_of, users, seen):
    """The 20 best items of each user, without what the user has."""
    lists = {}
    for user in users:
        u = split.users[user]
        scores = np.array(scores_of(u), dtype=np.float64)
        scores[seen.indices[seen.indptr[u]:seen.indptr[u + 1]]] = -np.inf
        top = np.argsort(-scores, kind="stable")[:max(CUTS)]
        lists[user] = [item for item in split.names[top[np.isfinite(scores[top])]]]
    return lists


def measure(lists, test, items, popular):
    """The same measures as Lethe's RankingMeter, written independently of it."""
    sums = {}
    for user, liked in test.items():
        hits = [item in liked for item in lists[user]]
        for cut in CUTS:
            reach = min(cut, len(liked))
            ideal = sum(1 / math.log2(2 + rank) for rank in range(reach))
            gain = sum(1 / math.log2(2 + rank) for rank, hit in enumerate(hits[:cut]) if hit)
            first = next((rank for rank, hit in enumerate(hits[:cut]) if hit), None)
            for name, value in (("ndcg", gain / ideal), ("recall", sum(hits[:cut]) / reach),
                                ("hr", float(any(hits[:cut]))),
                                ("mrr", 0 if first is None else 1 / (1 + first))):
                key = "%s-%d" % (name, cut)
                sums[key] = sums.get(key, 0) + value
    means = {key: value / len(test) for key, value in sums.items()}
    shown = [item for user in test for item in lists[user][:SHOWN]]
    means["coverage-10"] = len(set(shown)) / items
    means["popular-10"] = sum(item in popular for item in shown) / len(shown)
    means["users"] = float(len(test))
    return means


def overlap(first, other):
    return float(np.mean([len(set(first[u][:SHOWN]) & set(other[u][:SHOWN]))
                          / max(1, len(first[u][:SHOWN])) for u in first]))


def peer(split, name, seeds):
    make, tried, seeded = PEERS[name]
    began = time.perf_counter()
    options = tried[0]
    if len(tried) > 1:
        positives, held = split.tenth()
        options = max(tried, key=lambda some: tuned(split, make(positives, some, seeds[0]), held))
    chosen = time.perf_counter()
    results, first = [], None
    for seed in seeds if seeded else seeds[:1]:
        start = time.perf_counter()
        model = make(split.positives, options, seed)
        seconds = time.perf_counter() - start
        lists = best(split, model, split.test, split.seen)
        result = measure(lists, split.test, len(split.items), split.popular)
        result["training-seconds"] = seconds
        if first is not None:
            result["overlap-10"] = overlap(lists, first)
        first = first or lists
        results.append(result)
    if not seeded:
        results[0]["overlap-10"] = 1.0
    told = ", ".join("%s %s" % pair for pair in options.items())
    return results, "%s; tuning %.0f s more" % (told, chosen - began)


def tuned(split, model, held):
    # What is held out is not excluded, or it could not be found; the rest of what users have is.
    seen = split.seen - split.matrix_of((u, i) for u, items in held.items() for i in items)
    seen.eliminate_zeros()
    lists = best(split, model, held, seen)
    return measure(lists, held, len(split.items), split.popular)["ndcg-10"]


# Lethe's ials options and their defaults, as far as `implicit` has the same.
SAME = {"factors": "64", "reg": "20", "alpha": "1", "weights": "values"}


def same_settings(split, name, sweeps, seeds):
    """ALS of `implicit` as Lethe trains ials; its matrix holds whole confidences, so its alpha is 1."""
    given = dict(option.split("=", 1) for option in name.split(",")[1:])
    unlike = set(given) - set(SAME) - {"patience", "epochs-max"}
    if unlike:
        return None, "implicit has no like of " + ", ".join(sorted(unlike))
    options = {**SAME, **given}
    low, high = split.values.min(), split.values.max()
    weights = np.ones_like(split.values)
    if options["weights"] == "values" and low < high:
        weights = .5 + .5 * (split.values - low) / (high - low)
    shape = (len(split.users), len(split.items))
    confidences = sp.csr_matrix(
        ((1 + float(options["alpha"]) * weights).astype(np.float32), split.places), shape=shape)
    results, first = [], None
    for seed in seeds:
        wall, cpu = time.perf_counter(), time.process_time()
        model = factors(implicit.als.AlternatingLeastSquares(
            factors=int(options["factors"]), regularization=float(options["reg"]), alpha=1,
            iterations=sweeps, random_state=seed, num_threads=2), confidences)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        lists = best(split, model, split.test, split.seen)
        result = measure(lists, split.test, len(split.items), split.popular)
        result.update({"training-seconds": wall, "cpu-seconds": cpu})
        if first is not None:
            result["overlap-10"] = overlap(lists, first)
        first = first or lists
        results.append(result)
    return results, "%d sweeps, %.2f s of CPU" % (
        sweeps, np.mean([r["cpu-seconds"] for r in results]))


def compared(ours, theirs):
    """One remark: lists and times, ours over theirs; the final fit is what theirs does."""
    mean = lambda rows, name: np.mean([row[name] for row in rows])
    return "NDCG@10 %.3f of implicit's, final fit %.2f s: %.2f of its time" % (
        mean(ours, "ndcg-10") / mean(theirs, "ndcg-10"), mean(ours, "final-fit-seconds"),
        mean(ours, "final-fit-seconds") / mean(theirs, "training-seconds"))


def most_popular(split):
    scores = np.zeros(len(split.items))
    scores[split.by_popularity] = -np.arange(len(split.items), dtype=np.float64)
    lists = best(split, lambda user: scores, split.test, split.seen)
    return measure(lists, split.test, len(split.items), split.popular)


def lethe(out, split):
    """Lethe's figures of this split by model, and one line for each that is not what we find."""
    found, wrong = {}, []
    for row in rows(out / "ranking.csv"):
        if (row["data"], row["split"]) != (split.about["data"], split.about["split"]):
            continue
        figures = {k: float(v) for k, v in row.items()
                   if v and k not in ("data", "split", "model", "note", "seed")}
        found.setdefault(row["model"], []).append((figures, row["note"]))
        file = split.folder / "lists" / (
            re.sub("[^A-Za-z0-9,=.+-]", "_", "%s,seed=%s" % (row["model"], row["seed"])) + ".csv")
        if file.exists() and figures:
            with open(file, newline="", encoding="utf-8") as lines:
                lists = {line[0]: line[1:] for line in csv.reader(lines)}
            ours = measure(lists, split.test, len(split.items), split.popular)
            wrong += ["%s, seed %s: %s is %r there, %r here" % (
                row["model"], row["seed"], name, figures.get(name), value)
                for name, value in ours.items()
                if not abs(figures.get(name, math.nan) - value) <= TOLERANCE]
    return found, wrong


def line(name, results, remark):
    cells = [name, str(len(results))]
    for measure_name, _, form in SHOWN_MEASURES:
        values = [r[measure_name] for r in results if measure_name in r]
        cells.append(form % np.mean(values) if values else "-")
    ndcg = [r["ndcg-10"] for r in results]
    spread = "" if len(ndcg) < 2 else "NDCG@10 %.3f to %.3f; " % (min(ndcg), max(ndcg))
    return cells + [spread + remark]


def show(table):
    widths = [max(len(row[k]) for row in table) for k in range(len(table[0]))]
    for row in table:
        print("  ".join(cell.ljust(width) if k in (0, len(row) - 1) else cell.rjust(width)
                        for k, (cell, width) in enumerate(zip(row, widths))).rstrip())


def report(folder, out, seeds, only, same):
    split = Split(folder)
    split.folder = folder
    print(split.about["facts"])
    found, wrong = lethe(out, split)
    table = [["model", "seeds"] + [heading for _, heading, _ in SHOWN_MEASURES] + [""]]
    for name, results in found.items():
        figures = [r for r, _ in results if r]
        fitted = " (most popular in Java)" if name == "most-popular" else (
            "all rows" if all(r.get("final-fit") for r in figures) else "90 % of the rows")
        table.append(line("lethe " + name, figures, fitted) if figures
                     else ["lethe " + name, "0"] + ["-"] * len(SHOWN_MEASURES) + [results[0][1]])
    table.append(line("most popular (numpy)", [most_popular(split)], ""))
    written = [{"model": "most popular", **most_popular(split)}]
    for name, results in found.items() if same else ():
        if re.match("ials(,|$)", name):
            figures = [r for r, _ in results if r]
            twins, remark = None, "no figures of Lethe's"
            if figures:
                sweeps = round(np.mean([r["model.best-epoch"] for r in figures]))
                twins, remark = same_settings(split, name, sweeps, seeds)
            if twins is None:
                table.append(["implicit as " + name, "0"] + ["-"] * len(SHOWN_MEASURES) + [remark])
                continue
            remark = remark + "; " + compared(figures, twins)
            table.append(line("implicit as " + name, twins, remark))
            written += [{"model": "implicit as " + name, "remark": remark, **r} for r in twins]
    for name in PEERS:
        if only in name and not same:
            if PEERS[name][0] in DENSE and len(split.items) > DENSE_ITEMS_MAX:
                remark = "%d items; its dense matrix is made up to %d" % (
                    len(split.items), DENSE_ITEMS_MAX)
                table.append([name, "0"] + ["-"] * len(SHOWN_MEASURES) + [remark])
                continue
            results, remark = peer(split, name, seeds)
            table.append(line(name, results, remark))
            written += [{"model": name, "remark": remark, **result} for result in results]
    show(table)
    with open(folder / "peers.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, sorted({k for row in written for k in row}))
        writer.writeheader()
        writer.writerows(written)
    for difference in wrong:
        print("differs: " + difference, file=sys.stderr)
    return not wrong


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("out", type=Path)
    arguments.add_argument("splits", type=Path)
    arguments.add_argument("--seeds", default="1,2,3")
    arguments.add_argument("--only", default="")
    arguments.add_argument("--same-settings", action="store_true")
    given = arguments.parse_args()
    folders = sorted(f.parent for f in given.splits.glob("*/split.json"))
    if not folders:
        arguments.error("%s holds no folder with a split.json" % given.splits)
    seeds = [int(seed) for seed in given.seeds.split(",")]
    same = [report(folder, given.out, seeds, given.only, given.same_settings)
            for folder in folders]
    sys.exit(0 if all(same) else 1)


if __name__ == "__main__":
    main()
