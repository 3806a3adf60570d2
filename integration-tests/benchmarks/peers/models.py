"""The recommenders that ranking.py stands beside Lethe's, and the options that it tries for each."""
import itertools

import implicit.als
import implicit.bpr
import numpy as np


# Each gives, for positives, options and a seed, a function from a user to all scores.

def ease(positives, options, seed):
    """Steck 2019: a closed form."""
    gram = (positives.T @ positives).toarray().astype(np.float64)
    gram[np.diag_indices_from(gram)] += options["lambda"]
    inverse = np.linalg.inv(gram)
    weights = inverse / -np.diag(inverse)
    np.fill_diagonal(weights, 0)
    return lambda user: np.asarray(positives[user] @ weights).ravel()


def item_knn(positives, options, seed):
    """Cosine of the items' columns, the nearest 100 of each item."""
    gram = (positives.T @ positives).toarray().astype(np.float64)
    norms = np.sqrt(np.maximum(np.diag(gram), 1e-12))
    cosine = gram / np.outer(norms, norms)
    np.fill_diagonal(cosine, 0)
    if options["neighbours"] < len(cosine):
        kept = np.partition(cosine, -options["neighbours"], axis=0)[-options["neighbours"]]
        cosine[cosine < kept] = 0
    return lambda user: np.asarray(positives[user] @ cosine).ravel()


def factors(model, positives):
    model.fit(positives, show_progress=False)
    users, items = model.user_factors, model.item_factors
    return lambda user: items @ users[user]


def als(positives, options, seed):
    return factors(implicit.als.AlternatingLeastSquares(
        factors=options["factors"], regularization=options["reg"], alpha=options["alpha"],
        iterations=15, random_state=seed, num_threads=2), positives)


def bpr(positives, options, seed):
    return factors(implicit.bpr.BayesianPersonalizedRanking(
        factors=64, learning_rate=options["rate"], regularization=options["reg"],
        iterations=options["iterations"], random_state=seed, num_threads=1), positives)


def grid(**values):
    return [dict(zip(values, chosen)) for chosen in itertools.product(*values.values())]


# name: how it is made, what is tried, whether a seed matters
PEERS = {
    "ease (numpy)": (ease, grid(**{"lambda": [50, 100, 200, 300, 400, 600, 1000]}), False),
    "ials (implicit)": (als, grid(factors=[32, 64], reg=[10, 30, 100], alpha=[3, 10, 20]), True),
    "bpr (implicit)": (bpr, grid(rate=[.005, .01, .02], reg=[.01, .03], iterations=[30, 60]), True),
    "item-knn (cosine, 100)": (item_knn, grid(neighbours=[100]), False)}

# Those that hold a matrix of items by items, and up to how many: 3.2 GB in double.
DENSE = (ease, item_knn)
DENSE_ITEMS_MAX = 20_000
