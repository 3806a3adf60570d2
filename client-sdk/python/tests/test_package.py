"""What is packaged is what the repository says, and both clients say the same."""

from __future__ import annotations

import hashlib
import importlib.resources
import inspect
import pathlib
from typing import Any

import pytest

import lethe
from lethe import _channel

REPOSITORY = pathlib.Path(__file__).parents[3]
PROTOS = REPOSITORY / "proto" / "src" / "main" / "protobuf" / "lethe" / "v1"


def test_stubs_are_of_the_contract_as_it_is() -> None:
    contract = b"".join(path.read_bytes() for path in sorted(PROTOS.glob("*.proto")))
    recorded = (importlib.resources.files("lethe.v1") / "CONTRACT").read_text()

    assert recorded.strip() == hashlib.sha256(contract).hexdigest(), "run ./generate"


@pytest.mark.parametrize(
    ("packaged", "original"),
    [
        (_channel.service_config(), REPOSITORY / "client-sdk" / "shared" / "service-config.json"),
        ((pathlib.Path(__file__).parents[1] / "LICENSE").read_text(), REPOSITORY / "LICENSE"),
    ],
)
def test_copies_equal_the_originals(packaged: str, original: pathlib.Path) -> None:
    assert packaged == original.read_text()


def parameters(kind: type) -> dict[str, list[tuple[str, Any]]]:
    return {
        name: [(one.name, one.default) for one in inspect.signature(method).parameters.values()]
        for name, method in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_")
    }


@pytest.mark.parametrize(
    ("blocking", "asyncio"),
    [
        (lethe.Client, lethe.AsyncClient),
        (lethe.ErasureHandle, lethe.AsyncErasureHandle),
        (lethe.TrainingHandle, lethe.AsyncTrainingHandle),
    ],
)
def test_both_clients_have_the_same_calls(blocking: type, asyncio: type) -> None:
    assert parameters(blocking) == parameters(asyncio)


def test_everything_public_is_exported() -> None:
    assert sorted(lethe.__all__) == list(lethe.__all__)
    assert all(hasattr(lethe, name) for name in lethe.__all__)
