#!/usr/bin/env python3
"""Models that other libraries trained, imported and made to forget, beside those libraries' retraining.

A library trains three models of the same rows: `original` on all of them, `retrain` on those that stay,
coupled (same first vectors, same order, same negatives), and `floor` on those with another seed. The
original is exported, imported by `lethe import-model` and served; its scores have to be the library's.
Then the server gets the erasures. What it scores afterwards is compared with the retrain's scores, in
NumPy, by nothing that the server says.

differs  largest difference of a served score and the library's own, before anything is erased
gap      RMS difference of scores to the retrain over the original's, of everybody who stays and all
         items: 1 is doing nothing, 0 retraining
floor    the same of another seed's retrain
pairs    the same on the forgotten pairs alone
overlap  shared items of top-10 lists with the retrain's, mean over users: original's, and after
auc      chance that a never chosen pair scores above a forgotten one (.5: it does not stand out):
         original, after, retrain

Usage: elsewhere.py --data ratings.csv.gz [--libraries als,bpr,towers] [--cases pairs-2pct,one-user]
                    [--seeds 1,2,3] [-o NAME=VALUE]
Needs numpy, scipy and implicit; `towers` needs torch.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections import Counter

import numpy as np
import scipy.sparse as sparse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "served"),
                os.path.join(HERE, "..", "..", "..", "client-sdk", "python", "src")]

from served import LETHE, Server, draw, read, seconds  # noqa: E402

LIKED_FROM = 4
USERS_COMPARED = 150
FACTORS = 32


def left(matrix, mask):
    """Without the zeros that a mask makes, which implicit takes for interactions."""
    kept = matrix.multiply(mask).tocsr()
    kept.eliminate_zeros()
    return kept


def vectors_als(matrix, seed, mask):
    from implicit.cpu.als import AlternatingLeastSquares
    model = AlternatingLeastSquares(factors=FACTORS, regularization=5, alpha=5, iterations=15,
                                    random_state=seed, num_threads=1)
    model.fit(left(matrix, mask), show_progress=False)
    return model


def vectors_bpr(matrix, seed, mask):
    from implicit.cpu.bpr import BayesianPersonalizedRanking
    model = BayesianPersonalizedRanking(factors=FACTORS, iterations=100, learning_rate=.05,
                                        regularization=.01, random_state=seed, num_threads=1)
    model.fit(left(matrix, mask), show_progress=False)
    return model


class Towers:
    """Two towers of an embedding and a layer each; what they give are the vectors."""

    def __init__(self, users, items, biases):
        self.users, self.items, self.biases = users, items, biases


def vectors_towers(matrix, seed, mask, epochs=20, negatives=4):
    import torch
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    draws = np.random.default_rng(seed)

    def tower(count):
        table = torch.nn.Embedding(count, FACTORS)
        torch.nn.init.normal_(table.weight, std=.1)
        return torch.nn.Sequential(table, torch.nn.Linear(FACTORS, FACTORS), torch.nn.Tanh(),
                                   torch.nn.Linear(FACTORS, FACTORS))
    users, items = tower(matrix.shape[0]), tower(matrix.shape[1])
    bias = torch.nn.Embedding(matrix.shape[1], 1)
    torch.nn.init.zeros_(bias.weight)
    optimizer = torch.optim.Adam([*users.parameters(), *items.parameters(), *bias.parameters()],
                                 lr=.003, weight_decay=1e-5)
    pairs = np.stack(matrix.nonzero())
    kept = np.asarray(mask[pairs[0], pairs[1]]).ravel() > 0
    for _ in range(epochs):
        order = draws.permutation(pairs.shape[1])
        others = draws.integers(matrix.shape[1], size=(pairs.shape[1], negatives))
        for batch in np.array_split(order, max(1, len(order) // 512)):
            batch = batch[kept[batch]]  # the others' order and negatives stay as they were
            if not len(batch):
                continue
            chosen = np.concatenate([pairs[1][batch, None], others[batch]], axis=1)
            of_users = users(torch.as_tensor(pairs[0][batch]))
            of_items = items(torch.as_tensor(chosen))
            logits = (of_users[:, None] * of_items).sum(2) + bias(torch.as_tensor(chosen))[:, :, 0]
            labels = torch.zeros_like(logits)
            labels[:, 0] = 1
            loss = torch.nn.functional.binary_cross_entropy_with_logits(
                logits, labels, reduction="sum") / len(batch)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    with torch.no_grad():
        return Towers(users(torch.arange(matrix.shape[0])), items(torch.arange(matrix.shape[1])),
                      bias.weight[:, 0].detach())


LIBRARIES = {"als": vectors_als, "bpr": vectors_bpr, "towers": vectors_towers}


def scores(model):
    """All of a library's scores, by its vectors."""
    if isinstance(model, Towers):
        users, items = model.users.numpy(), model.items.numpy()
        return users @ items.T + model.biases.numpy()
    return model.user_factors @ model.item_factors.T


def export(folder, model, user_ids, item_ids):
    from lethe import export as exporters
    if isinstance(model, Towers):
        return exporters.export_vectors(folder, user_ids, item_ids, model.users, model.items,
                                        item_biases=model.biases)
    return exporters.export_implicit(folder, model, user_ids, item_ids)


class Split:
    """Rows of ids as a matrix, what goes, and the requests for it."""

    def __init__(self, rows, case, seed):
        rows = [r for r in rows if float(r[2]) >= LIKED_FROM]
        self.rows = rows
        self.users = sorted({r[0] for r in rows})
        self.items = sorted({r[1] for r in rows})
        of_user = {u: k for k, u in enumerate(self.users)}
        of_item = {i: k for k, i in enumerate(self.items)}
        if case == "one-user":
            counts = Counter(r[0] for r in rows)
            median = sorted(counts, key=lambda u: (counts[u], u))[len(counts) // 2 + seed]
            self.requests, gone = [{"user": median}], {r[:2] for r in rows if r[0] == median}
            self.stay = [u for u in self.users if u != median]
        else:
            gone = set(draw(f"{seed}/pairs", {r[:2] for r in rows}, len(rows) // 50))
            self.requests = [{"interactions": {"interactions": [
                {"user": u, "item": i} for u, i in sorted(gone)]}}]
            self.stay = self.users
        self.gone = np.array([(of_user[u], of_item[i]) for u, i in sorted(gone)]).T
        at = np.array([(of_user[u], of_item[i]) for u, i, _ in rows]).T
        shape = (len(self.users), len(self.items))
        self.matrix = sparse.csr_matrix((np.ones(at.shape[1], np.float32), at), shape)
        self.mask = np.ones(shape, np.float32)
        self.mask[self.gone[0], self.gone[1]] = 0
        # Whom a server asked for anybody may still know of.
        counts = Counter(u for u, i, _ in rows if (u, i) not in gone)
        self.compared = [of_user[u] for u in draw("compared", [u for u in self.stay if counts[u]],
                                                  USERS_COMPARED)]
        counts = Counter(i for u, i, _ in rows if (u, i) not in gone)
        self.known = np.array([k for k, i in enumerate(self.items) if counts[i]])


def served_scores(server, model, split, users):
    found = np.full((len(users), len(split.items)), np.nan)
    for row, user in enumerate(users):
        answer = server.scores(model, split.users[user], split.items)
        found[row] = [np.nan if not s or s.get("score") is None else s["score"] for s in answer]
    return found


def rms(left, right):
    difference = left - right
    return float(np.sqrt(np.nanmean(difference * difference)))


def lists(of_scores, split, users):
    chosen = split.matrix.multiply(split.mask).tocsr()[users].toarray() > 0
    ranked = np.where(chosen | np.isnan(of_scores), -np.inf, of_scores)
    return [set(row[:10]) for row in np.argsort(-ranked, axis=1, kind="stable")]


def overlap(left, right):
    return float(np.mean([len(a & b) / 10 for a, b in zip(left, right)]))


def drawn(split, seed):
    """Of each forgotten pair 20 items that its user never chose."""
    random = np.random.default_rng(seed)
    return [random.choice(np.flatnonzero(split.matrix[user].toarray()[0] == 0), 20)
            for user in split.gone[0]]


def standing_out(of_scores, split, never):
    """The chance that a never chosen pair of the same user scores above a forgotten one."""
    above = [np.nanmean(np.where(np.isnan(of_scores[u, n]), np.nan, of_scores[u, n] > of_scores[u, i]))
             for (u, i), n in zip(zip(*split.gone), never) if not np.isnan(of_scores[u, i])]
    return float(np.mean(above))


def served_pairs(server, model, split, never):
    """Scores of the forgotten pairs and those drawn beside them; all others are not asked for."""
    found = np.full(split.mask.shape, np.nan)
    for user in set(split.gone[0]):
        of_user = np.flatnonzero(split.gone[0] == user)
        items = sorted({*split.gone[1][of_user], *np.concatenate([never[k] for k in of_user])})
        answer = server.scores(model, split.users[user], [split.items[i] for i in items])
        found[user, items] = [np.nan if not x or x.get("score") is None else x["score"]
                              for x in answer]
    return found


def bring_in(server, model, split, original, options):
    log = os.path.join(server.folder, "log.csv")
    with open(log, "w") as out:
        out.write("user,item,rating\n")
        out.writelines(",".join(r) + "\n" for r in split.rows)
    files = export(os.path.join(server.folder, "model"), original, split.users, split.items)
    words = [w for o in options for w in ("-o", o)]
    done = subprocess.run(
        [LETHE, "import-model", "--model", model, "--tensors", str(files.tensors), "--users",
         str(files.users), "--items", str(files.items), "--log-file", log, "--set",
         f"data.folder={server.folder}/data", *words], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr + done.stdout)
    return next(line.split(None, 1)[1] for line in done.stdout.splitlines()
                if line.strip().startswith("options"))


def measure(server, rows, library, cases, seed, options):
    fit, original = LIBRARIES[library], None
    for case in cases:
        split = Split(rows, case, seed)
        if original is None:
            original = fit(split.matrix, seed, np.ones_like(split.mask))
        retrain = scores(fit(split.matrix, seed, split.mask))
        floor = scores(fit(split.matrix, seed + 1000, split.mask))
        model = f"{library}-{case}-{seed}"
        fitted = bring_in(server, model, split, original, options)
        result = measured(server, model, split, scores(original), retrain, floor, case, seed)
        print(f"{library} {case} seed {seed}: " + ", ".join(
            f"{key} {value:.3g}" if isinstance(value, float) else f"{key} {value}"
            for key, value in result.items()) + "; " + fitted, flush=True)


def measured(server, model, split, original, retrain, floor, case, seed):
    users = split.compared
    before = served_scores(server, model, split, users)
    result = {"differs": float(np.nanmax(np.abs(before - original[users])))}
    erasures = [server.erase(model, request) for request in split.requests]
    failures = [e.get("failure", e) for e in erasures if e["state"].endswith("FAILED")]
    result["failed"] = failures[0].get("message", failures[0]) if failures else "no"
    after = served_scores(server, model, split, users)
    wanted = retrain[users]
    nothing = rms(original[users][:, split.known], wanted[:, split.known])
    result["gap"] = rms(after[:, split.known], wanted[:, split.known]) / nothing
    result["floor"] = rms(floor[users][:, split.known], wanted[:, split.known]) / nothing
    listed = lists(wanted, split, users)
    result["overlap"] = overlap(lists(original[users], split, users), listed)
    result["overlap after"] = overlap(lists(after, split, users), listed)
    if case != "one-user":
        never = drawn(split, seed)
        after_pairs = served_pairs(server, model, split, never)
        at = split.gone[0], split.gone[1]
        nothing = rms(original[at], retrain[at])
        result["pairs"] = rms(after_pairs[at], retrain[at]) / nothing
        result["pairs floor"] = rms(floor[at], retrain[at]) / nothing
        result["auc"] = standing_out(original, split, never)
        result["auc after"] = standing_out(after_pairs, split, never)
        result["auc retrain"] = standing_out(retrain, split, never)
    if not failures:
        result["live ms"] = 1e3 * max(seconds(e) for e in erasures)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--libraries", default="als,bpr,towers")
    parser.add_argument("--cases", default="pairs-2pct,one-user")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("-o", action="append", default=[], help="an option of embeddings")
    given = parser.parse_args()
    rows = read(given.data)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        server.start()
        try:
            for library in given.libraries.split(","):
                for seed in map(int, given.seeds.split(",")):
                    measure(server, rows, library, given.cases.split(","), seed, given.o)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
