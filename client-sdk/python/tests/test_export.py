"""Exporters, on what is installed here; a whole trip is in integration-tests/benchmarks."""

import pathlib
import struct
import types
import zipfile
from typing import Any

import pytest

np = pytest.importorskip("numpy")

from lethe import export  # noqa: E402


def _read(model: export.ExportedModel) -> dict[str, Any]:
    with np.load(model.tensors) as arrays:
        return {name: arrays[name] for name in arrays.files}


def test_vectors_come_back_bit_by_bit_with_their_ids(tmp_path: pathlib.Path) -> None:
    users = np.arange(6, dtype=np.float32).reshape(3, 2) / 7
    items = np.arange(8, dtype=np.float64).reshape(4, 2) / 3
    model = export.export_vectors(
        tmp_path / "a" / "b",
        ["u1", 2, "ü"],
        range(4),
        users,
        items,
        item_biases=np.ones((4, 1)),
    )
    arrays = _read(model)
    assert sorted(arrays) == ["item_biases", "items", "users"]
    assert arrays["users"].tobytes() == users.tobytes()
    assert arrays["items"].dtype == np.float32
    assert arrays["item_biases"].shape == (4,)
    assert model.users.read_text(encoding="utf-8") == "u1\n2\nü\n"
    assert model.items.read_text(encoding="utf-8") == "0\n1\n2\n3\n"
    assert (model.user_count, model.item_count, model.width) == (3, 4, 2)


def test_matrix_in_columns_is_written_row_by_row(tmp_path: pathlib.Path) -> None:
    rows = np.asfortranarray(np.arange(6, dtype=np.float32).reshape(3, 2))
    model = export.export_vectors(tmp_path, "abc", "xyz", rows, rows)
    with zipfile.ZipFile(model.tensors) as archive:
        raw = archive.read("users.npy")
    assert b"'fortran_order': False" in raw
    assert raw.endswith(struct.pack("<6f", 0, 1, 2, 3, 4, 5))


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"user_ids": ["a"]}, "users has 2 rows, and there are 1 users"),
        ({"user_ids": ["a", "a"]}, "row 1 of users has the id of row 0"),
        ({"item_ids": ["a", ""]}, "the id of row 1 of items is empty"),
        ({"item_ids": ["a", "b\nc"]}, "the id of row 1 of items is empty or has a line break"),
        ({"users": [[0, 0], [0, float("nan")]]}, "row 1 of users is not finite"),
        ({"users": [[0, 1e39], [0, 0]]}, "row 0 of users is not finite in 32 bits"),
        ({"users": [[0], [0]]}, "users have 1 numbers, items 2"),
        ({"users": [0, 0]}, "users has 1 dimensions, not 2"),
        ({"item_biases": [1.0]}, "item_biases has 1 rows, and there are 2 items"),
    ],
)
@pytest.mark.filterwarnings("ignore:overflow encountered in cast:RuntimeWarning")
def test_what_does_not_fit_is_refused(
    tmp_path: pathlib.Path, change: dict[str, Any], text: str
) -> None:
    given = {
        "user_ids": ["u", "v"],
        "item_ids": ["i", "j"],
        "users": [[0, 1], [1, 0]],
        "items": [[0, 1], [1, 0]],
    }
    with pytest.raises(ValueError, match=text):
        export.export_vectors(tmp_path, **{**given, **change})
    assert not list(tmp_path.iterdir())


def test_state_dict_by_names(tmp_path: pathlib.Path) -> None:
    state = {"u.weight": np.eye(2), "i.weight": np.eye(2) * 3, "b.weight": np.ones((2, 1))}
    model = export.export_torch(
        tmp_path, state, "ab", "xy", users="u.weight", items="i.weight", item_biases="b.weight"
    )
    assert np.array_equal(_read(model)["items"], np.eye(2) * 3)
    with pytest.raises(ValueError, match=r"there is no w; there are u\.weight, i\.weight"):
        export.export_torch(tmp_path, state, "ab", "xy", users="w", items="i.weight")


def test_torch_module(tmp_path: pathlib.Path) -> None:
    torch = pytest.importorskip("torch")
    module = torch.nn.ModuleDict({"u": torch.nn.Embedding(3, 4), "i": torch.nn.Embedding(5, 4)})
    model = export.export_torch(
        tmp_path, module, range(3), range(5), users="u.weight", items="i.weight"
    )
    assert np.array_equal(_read(model)["users"], module["u"].weight.detach().numpy())


class BayesianPersonalizedRanking(types.SimpleNamespace):
    """The shape of implicit's own: its exporter knows the class by its name."""


def test_bias_in_the_last_column_of_bpr(tmp_path: pathlib.Path) -> None:
    users = np.array([[1, 2, 1], [3, 4, 1]], dtype=np.float32)
    items = np.array([[1, 0, 0.5], [0, 1, -0.5]], dtype=np.float32)
    model = export.export_implicit(
        tmp_path, BayesianPersonalizedRanking(user_factors=users, item_factors=items), "ab", "xy"
    )
    arrays = _read(model)
    scores = arrays["users"] @ arrays["items"].T + arrays["item_biases"]
    assert np.allclose(scores, users @ items.T)
    assert arrays["users"].shape == (2, 2)


@pytest.mark.filterwarnings("ignore:OpenBLAS is configured:RuntimeWarning")
def test_fitted_model_of_implicit(tmp_path: pathlib.Path) -> None:
    pytest.importorskip("implicit")
    scipy_sparse = pytest.importorskip("scipy.sparse")
    from implicit.cpu.als import AlternatingLeastSquares  # noqa: PLC0415

    model = AlternatingLeastSquares(factors=4, iterations=2, random_state=1)
    chosen = scipy_sparse.random(9, 7, density=0.5, format="csr", random_state=1)
    model.fit(chosen, show_progress=False)
    exported = export.export_implicit(tmp_path, model, range(9), range(7))
    assert np.array_equal(_read(exported)["users"], model.user_factors)
    assert np.array_equal(_read(exported)["items"], model.item_factors)


def test_padding_row_of_recbole_is_left_out(tmp_path: pathlib.Path) -> None:
    dataset = types.SimpleNamespace(
        uid_field="user_id",
        iid_field="item_id",
        field2id_token={"user_id": ["[PAD]", "a", "b"], "item_id": ["[PAD]", "x"]},
    )
    model = types.SimpleNamespace(
        user_embedding=types.SimpleNamespace(weight=np.array([[9, 9], [1, 2], [3, 4]])),
        item_embedding=types.SimpleNamespace(weight=np.array([[9, 9], [5, 6]])),
    )
    exported = export.export_recbole_model(tmp_path, model, dataset)
    assert exported.users.read_text(encoding="utf-8") == "a\nb\n"
    assert np.array_equal(_read(exported)["items"], [[5, 6]])
