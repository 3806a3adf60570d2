#!/usr/bin/env python3
"""Forgetting measured where it is served: through a real server and its JSON gateway, with default options.

For each case a server trains three models with one seed: `original` on all rows, `retrain` on the rows
that stay, and `floor` on those with another seed. The original then gets the erasures, one request a
person. What everybody who stays is scored before and after is compared with the retrain's scores.

gap      RMS of score differences to the retrain over the original's: 1 is doing nothing, 0 retraining
floor    the same of another seed's retrain
overlap  shared items of top-10 lists with the retrain's, mean over users; before the erasures and after
live     milliseconds from the acceptance of a request until the new version answers, median
retrain  milliseconds that one user's erasure by RETRAIN takes in the same server

Scores are compared as probabilities where the family's scores are logits, else as they are. Standard
library only. Usage: served.py --data ratings.csv[.gz] --plugin NAME [--cases a,b] [--seeds 1,2,3]
"""

import argparse
import csv
import gzip
import hashlib
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections import Counter, defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))
LETHE = os.path.join(HERE, "..", "..", "..", "lethe")
LOGITS = {"mf", "lightgcn", "neumf"}
USERS_COMPARED = 300
PORT = 7990


def draw(word, ids, count):
    """Some ids by a hash of a word and the id."""
    return sorted(ids, key=lambda x: hashlib.sha256(f"{word}/{x}".encode()).digest())[:count]


def read(path):
    opened = gzip.open(path, "rt") if path.endswith(".gz") else open(path)
    with opened as lines:
        return [(r["user"], r["item"], r["rating"]) for r in csv.DictReader(lines)]


class Case:
    """Rows to learn from and what goes, as requests."""

    def __init__(self, rows, requests, gone, target=None):
        self.rows, self.requests, self.target = rows, requests, target
        self.left = [r for r in rows if not gone(r)]


def whole_users(rows, users):
    return Case(rows, [{"user": u} for u in users], lambda r: r[0] in set(users))


def cases(rows, seed):
    by_user = Counter(r[0] for r in rows)
    items = Counter(r[1] for r in rows)
    median = sorted(by_user, key=lambda u: (by_user[u], u))[len(by_user) // 2]
    popular = items.most_common(1)[0][0]
    order = list(dict.fromkeys(r[0] for r in rows))

    def users(share):
        return set(draw(seed, by_user, max(1, round(share * len(by_user)))))

    def some_users(share):
        chosen = users(share)
        return Case(rows, [{"user": u} for u in sorted(chosen)], lambda r: r[0] in chosen)

    def pairs(count, word):
        chosen = set(draw(f"{seed}/{word}", {r[:2] for r in rows}, count))
        request = {"interactions": {"interactions": [
            {"user": u, "item": i} for u, i in sorted(chosen)]}}
        return Case(rows, [request], lambda r: r[:2] in chosen)

    def five():
        chosen = {(r[0], r[1]) for r in rows if r[0] == median}
        chosen = set(sorted(chosen)[:5])
        request = {"interactions": {"interactions": [
            {"user": u, "item": i} for u, i in sorted(chosen)]}}
        return Case(rows, [request], lambda r: r[:2] in chosen)

    return {
        "one-user": lambda: whole_users(rows, [median]),
        "five-pairs": five,
        "users-1pct": lambda: some_users(.01),
        "users-5pct": lambda: some_users(.05),
        "popular-item": lambda: Case(rows, [{"item": popular}], lambda r: r[1] == popular),
        "pairs-2pct": lambda: pairs(min(10_000, len(rows) // 50), "pairs"),
        "first-user": lambda: whole_users(rows, order[:1]),
        "last-user": lambda: whole_users(rows, order[-1:]),
        "attack": lambda: attack(rows, items, seed),
    }


def attack(rows, items, seed):
    """50 fakes rate an obscure item and 30 popular ones with the best value, and 30 others at random."""
    best = max((r[2] for r in rows), key=float)
    values = sorted({r[2] for r in rows}, key=float)
    obscure = draw(f"target {seed}", [i for i, n in items.items() if 8 <= n <= 15], 1)[0]
    popular = [i for i, _ in items.most_common(30)]
    fakes = []
    for k in range(50):
        fake = f"fake-{k}"
        fakes += [(fake, i, best) for i in [obscure] + popular]
        fillers = draw(f"filler {seed} {k}", set(items) - set(popular) - {obscure}, 30)
        fakes += [(fake, i, values[int(hashlib.sha256(f"{seed}{k}{i}".encode()).hexdigest(), 16)
                                   % len(values)]) for i in fillers]
    requests = [{"user": f"fake-{k}"} for k in range(50)]
    return Case(rows + fakes, requests, lambda r: r[0].startswith("fake-"), obscure)


class Server:
    """A server on loopback over a folder that goes with it."""

    def __init__(self, folder):
        self.folder, self.process = folder, None
        self.url = f"http://127.0.0.1:{PORT}"

    def run(self, *words):
        done = subprocess.run([LETHE, *words], capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"lethe {' '.join(words)}: {done.stderr.strip()}")

    def learn(self, model, rows):
        path = os.path.join(self.folder, model + ".csv")
        with open(path, "w") as out:
            out.write("user,item,rating\n")
            out.writelines(",".join(r) + "\n" for r in rows)
        self.run("import", path, "--model", model, "--set", f"data.folder={self.folder}/data")
        os.remove(path)

    def start(self):
        log = open(os.path.join(self.folder, "log"), "w")
        self.process = subprocess.Popen(
            [LETHE, "serve", "--set", f"data.folder={self.folder}/data",
             "--set", f"listen.port={PORT - 1}", "--set", f"gateway.port={PORT}",
             "--set", "approval.share-above=1", "--set", "approval.interactions-above=10000000",
             "--set", "limits.share-per-day=1"],
            stdout=log, stderr=log)
        for _ in range(600):
            if self.process.poll() is not None:
                sys.exit(open(log.name).read())
            try:
                urllib.request.urlopen(self.url + "/healthz")
                return
            except OSError:
                time.sleep(.2)
        sys.exit("the server does not start")

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def call(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.url + path, data, {"Content-Type": "application/json"})
        try:
            return json.load(urllib.request.urlopen(request))
        except urllib.error.HTTPError as refused:
            sys.exit(f"{path}: {refused.read().decode()}")

    def train(self, model, plugin, seed, options):
        operation = self.call(f"/v1/models/{model}:train", {
            "plugin": plugin, "seed": str(seed), "options": options,
            "requestId": str(uuid.uuid4())})
        while not operation.get("done"):
            time.sleep(.2)
            operation = self.call("/v1/" + operation["name"])
        if "error" in operation:
            sys.exit(f"training of {model}: {operation['error']}")
        return operation["response"]

    def erase(self, model, target, method=None):
        body = {"model": f"models/{model}", "requestId": str(uuid.uuid4()), **target}
        if method:
            body["method"] = method
        answer = self.call("/v1/erasures", body)
        name = answer.get("metadata", {}).get("erasure") or answer["name"]
        name = "erasures/" + name.split("/")[1].removeprefix("erasure-")
        while True:
            erasure = self.call("/v1/" + name)
            if erasure["state"].endswith(("COMPLETED", "FAILED")):
                return erasure
            time.sleep(.01)

    def scores(self, model, user, items):
        found = []
        for at in range(0, len(items), 1000):
            answer = self.call(f"/v1/models/{model}:score", {"user": user, "items": items[at:at + 1000]})
            found += answer["scores"]
        return found

    def lists(self, model, users):
        tops = []
        for at in range(0, len(users), 100):
            answer = self.call(
                f"/v1/models/{model}:batchRecommend", {"users": users[at:at + 100], "n": 10})
            tops += [[x["item"] for x in r.get("items", [])] for r in answer["results"]]
        return tops


def seconds(erasure):
    """From acceptance until the new version answers."""
    def at(name):
        text = erasure[name].rstrip("Z")
        whole, _, part = text.partition(".")
        return time.mktime(time.strptime(whole, "%Y-%m-%dT%H:%M:%S")) + float("0." + (part or "0"))
    return at("unlearnTime") - at("receiveTime")


def compared(scores, plugin):
    """Comparable numbers; an item that a model does not know says nothing."""
    def number(score):
        value = score.get("score") if isinstance(score, dict) else score
        if value is None:
            return None
        value = float(value)
        return 1 / (1 + math.exp(-value)) if plugin in LOGITS else value
    return [number(s) for s in scores]


def rms(left, right):
    differences = [(a - b) ** 2 for x, y in zip(left, right) for a, b in zip(x, y)
                   if a is not None and b is not None]
    return math.sqrt(sum(differences) / len(differences))


def overlap(left, right):
    return statistics.mean(len(set(a) & set(b)) / 10 for a, b in zip(left, right))


def rank(scores, items, target, seen, users):
    """Median over users of the target's place among items that the user has not had."""
    ranks = []
    at = items.index(target)
    for user, row in zip(users, scores):
        if target in seen[user]:
            continue
        ranks.append(1 + sum(1 for i, s in zip(items, row)
                             if s is not None and i not in seen[user] and s > row[at]))
    return statistics.median(ranks)


def measure(case, plugin, seed, options):
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        server.learn("original", case.rows)
        server.learn("retrain", case.left)
        server.learn("floor", case.left)
        server.start()
        try:
            return measured(server, case, plugin, seed, options)
        finally:
            server.stop()


def measured(server, case, plugin, seed, options):
    server.train("original", plugin, seed, options)
    server.train("retrain", plugin, seed, options)
    server.train("floor", plugin, seed + 1000, options)
    seen = defaultdict(set)
    for user, item, _ in case.left:
        seen[user].add(item)
    users = draw("compared", seen, USERS_COMPARED)
    items = sorted({r[1] for r in case.left})
    if case.target:
        users = draw("compared", [u for u in seen if case.target not in seen[u]], USERS_COMPARED)

    def look(model):
        return ([compared(server.scores(model, u, items), plugin) for u in users],
                server.lists(model, users))
    original, before = look("original")
    erasures = [server.erase("original", request) for request in case.requests]
    unlearned, after = look("original")
    retrain, wanted = look("retrain")
    floor, other = look("floor")
    again = server.erase("retrain", {"user": users[0]}, "UNLEARNING_METHOD_RETRAIN")
    doing_nothing = rms(original, retrain)
    result = {
        "gap": rms(unlearned, retrain) / doing_nothing if doing_nothing else float("nan"),
        "floor": rms(floor, retrain) / doing_nothing if doing_nothing else float("nan"),
        "doing nothing": doing_nothing,
        "largest": max(abs(a - b) for x, y in zip(unlearned, retrain) for a, b in zip(x, y)
                       if a is not None and b is not None),
        "overlap before": overlap(before, wanted), "overlap after": overlap(after, wanted),
        "live ms": 1e3 * statistics.median(seconds(e) for e in erasures),
        "retrain ms": 1e3 * seconds(again), "failed": sum(e["state"].endswith("FAILED") for e in erasures),
    }
    result["ratio"] = result["retrain ms"] / max(result["live ms"], 1e-3)
    if case.target:
        for name, scores in (("original", original), ("unlearned", unlearned),
                             ("retrain", retrain), ("other seed", floor)):
            result["rank " + name] = rank(scores, items, case.target, seen, users)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--cases", default="one-user,users-1pct,users-5pct,popular-item,pairs-2pct")
    parser.add_argument("--seeds", default="1")
    parser.add_argument("-o", action="append", default=[], help="a training option, NAME=VALUE")
    given = parser.parse_args()
    rows = read(given.data)
    options = dict(option.split("=", 1) for option in given.o)
    for name in given.cases.split(","):
        for seed in map(int, given.seeds.split(",")):
            case = cases(rows, seed)[name]()
            result = measure(case, given.plugin, seed, options)
            print(f"{given.plugin} {name} seed {seed}: " + ", ".join(
                f"{key} {value:.4g}" if isinstance(value, float) else f"{key} {value}"
                for key, value in result.items()), flush=True)


if __name__ == "__main__":
    main()
