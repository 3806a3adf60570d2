"""A server, and both clients by turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from blocking import Blocking, Loop
from fake_server import FakeServer

import lethe

Connect = Callable[..., Any]


@pytest.fixture
def server() -> Iterator[FakeServer]:
    running = FakeServer()
    yield running
    running.close()


@pytest.fixture(params=["blocking", "asyncio"])
def connect(request: pytest.FixtureRequest) -> Iterator[Connect]:
    """Makes clients of one kind, and closes them in the end."""
    loop = Loop() if request.param == "asyncio" else None
    made: list[Any] = []

    def make(target: str, **settings: Any) -> Any:
        made.append(
            Blocking.client(loop, target, **settings) if loop else lethe.Client(target, **settings)
        )
        return made[-1]

    yield make
    for client in made:
        client.close()
    if loop:
        loop.close()


@pytest.fixture
def client(server: FakeServer, connect: Connect) -> Any:
    return connect(server.target)
