"""Models of PyTorch, RecBole and implicit as files for `lethe import-model`.

Every function writes `vectors.npz`, `users.txt` and `items.txt` into a folder. NumPy is needed, and
comes with each of these libraries; the client itself depends on none of them.
"""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import os

_COLUMN = 1
_MATRIX = 2


@dataclass(frozen=True)
class ExportedModel:
    """Files of one model.

    `lethe import-model --model M` takes them as `--tensors`, `--users` and `--items`.
    """

    tensors: pathlib.Path
    users: pathlib.Path
    items: pathlib.Path
    user_count: int
    item_count: int
    width: int


def export_vectors(
    folder: str | os.PathLike[str],
    user_ids: Iterable[object],
    item_ids: Iterable[object],
    users: Any,
    items: Any,
    *,
    user_biases: Any = None,
    item_biases: Any = None,
) -> ExportedModel:
    """Writes vectors whose products, and biases, are the scores.

    Arrays are NumPy's, PyTorch tensors on any device, or what NumPy makes an array of: a row for
    each id, in the ids' order. An id is written as `str` makes it.

    Raises ValueError, naming array, row and bound, if they do not fit each other.
    """
    import numpy as np  # noqa: PLC0415 (optional)

    ids = {"users": _ids("users", user_ids), "items": _ids("items", item_ids)}
    arrays = {
        "users": _array(np, "users", users, _MATRIX),
        "items": _array(np, "items", items, _MATRIX),
    }
    if user_biases is not None:
        arrays["user_biases"] = _array(np, "user_biases", user_biases, _COLUMN)
    if item_biases is not None:
        arrays["item_biases"] = _array(np, "item_biases", item_biases, _COLUMN)
    for name, array in arrays.items():
        side = "users" if name.startswith("user") else "items"
        if len(array) != len(ids[side]):
            raise ValueError(f"{name} has {len(array)} rows, and there are {len(ids[side])} {side}")
    width = arrays["users"].shape[1]
    if width != arrays["items"].shape[1]:
        raise ValueError(f"users have {width} numbers, items {arrays['items'].shape[1]}")
    target = pathlib.Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    model = ExportedModel(
        target / "vectors.npz",
        target / "users.txt",
        target / "items.txt",
        len(ids["users"]),
        len(ids["items"]),
        width,
    )
    np.savez(model.tensors, **arrays)
    model.users.write_text("".join(f"{one}\n" for one in ids["users"]), encoding="utf-8")
    model.items.write_text("".join(f"{one}\n" for one in ids["items"]), encoding="utf-8")
    return model


def export_torch(
    folder: str | os.PathLike[str],
    model: Any,
    user_ids: Iterable[object],
    item_ids: Iterable[object],
    *,
    users: str,
    items: str,
    user_biases: str | None = None,
    item_biases: str | None = None,
) -> ExportedModel:
    """Writes embeddings of a PyTorch module, or of its `state_dict`, by their names there.

    Of towers that compute their embeddings, give what they compute to `export_vectors`.
    """
    state: Mapping[str, Any] = model if isinstance(model, Mapping) else model.state_dict()

    def named(name: str) -> Any:
        if name not in state:
            raise ValueError(f"there is no {name}; there are {', '.join(state)}")
        return state[name]

    return export_vectors(
        folder,
        user_ids,
        item_ids,
        named(users),
        named(items),
        user_biases=None if user_biases is None else named(user_biases),
        item_biases=None if item_biases is None else named(item_biases),
    )


def export_implicit(
    folder: str | os.PathLike[str],
    model: Any,
    user_ids: Iterable[object],
    item_ids: Iterable[object],
) -> ExportedModel:
    """Writes a fitted matrix factorization of `implicit`, of its CPU or GPU classes.

    The last number of an item's row in its BayesianPersonalizedRanking is a bias, and of a user's
    row a 1; it is written as the bias that it is.
    """
    users = _on_cpu(model.user_factors)
    items = _on_cpu(model.item_factors)
    if type(model).__name__ == "BayesianPersonalizedRanking":
        return export_vectors(
            folder, user_ids, item_ids, users[:, :-1], items[:, :-1], item_biases=items[:, -1]
        )
    return export_vectors(folder, user_ids, item_ids, users, items)


def export_recbole(
    folder: str | os.PathLike[str], checkpoint: str | os.PathLike[str]
) -> ExportedModel:
    """Writes a checkpoint of RecBole whose scores are products: BPR, LightGCN and their kin.

    A model that has `forward()` without arguments gives its final embeddings by it, as LightGCN
    does; any other has to have `user_embedding` and `item_embedding`. The padding row is left out.
    """
    from recbole.quick_start import load_data_and_model  # noqa: PLC0415 (optional)

    _, model, dataset, *_ = load_data_and_model(str(checkpoint))
    return export_recbole_model(folder, model, dataset)


def export_recbole_model(folder: str | os.PathLike[str], model: Any, dataset: Any) -> ExportedModel:
    """The same of a model in memory, with the dataset that numbers its users and items."""
    # Graph models keep their propagated embeddings there between evaluations.
    if hasattr(model, "restore_user_e"):
        users, items = model.forward()
    else:
        users, items = model.user_embedding.weight, model.item_embedding.weight
    return export_vectors(
        folder,
        dataset.field2id_token[dataset.uid_field][1:],
        dataset.field2id_token[dataset.iid_field][1:],
        users[1:],
        items[1:],
    )


def _ids(side: str, given: Iterable[object]) -> Sequence[str]:
    ids = [str(one) for one in given]
    seen: dict[str, int] = {}
    for row, one in enumerate(ids):
        if not one or "\n" in one or "\r" in one:
            raise ValueError(f"the id of row {row} of {side} is empty or has a line break")
        if one in seen:
            raise ValueError(f"row {row} of {side} has the id of row {seen[one]}")
        seen[one] = row
    return ids


def _on_cpu(array: Any) -> Any:
    """Of PyTorch, of implicit's GPU matrices, or NumPy's own."""
    if hasattr(array, "detach"):
        array = array.detach().cpu()
    if hasattr(array, "to_numpy"):
        return array.to_numpy()
    return array.numpy() if hasattr(array, "numpy") else array


def _array(np: Any, name: str, given: Any, dimensions: int) -> Any:
    array = np.ascontiguousarray(_on_cpu(given), dtype=np.float32)
    if dimensions == _COLUMN and array.ndim == _MATRIX and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim != dimensions:
        raise ValueError(f"{name} has {array.ndim} dimensions, not {dimensions}")
    finite = np.isfinite(array).reshape(len(array), -1).all(axis=1)
    if not finite.all():
        raise ValueError(f"row {int(np.argmin(finite))} of {name} is not finite in 32 bits")
    return array
