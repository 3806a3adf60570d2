"""Read your erasure: what a client has erased, it does not want to read again."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Connect
from fake_server import FakeServer


def test_calls_after_a_completed_erasure_ask_for_its_position(
    server: FakeServer, client: Any
) -> None:
    client.unlearn("movies", user="ann").wait()

    client.recommend("movies", "bob", 1)
    client.batch_recommend("movies", ["bob"], 1)
    client.score("movies", "bob", ["i1"])
    client.recommend("movies", "bob", 1, min_erasure_position=7)
    client.recommend("books", "bob", 1)

    asked = [
        request.min_erasure_position
        for method in ("Recommend", "BatchRecommend", "Score")
        for request in server.faults.requests(method)
    ]
    assert asked == [1, 7, 0, 1, 1]


def test_calls_before_the_end_ask_for_nothing(server: FakeServer, client: Any) -> None:
    client.unlearn("movies", user="ann")

    assert client.recommend("movies", "bob", 1).erasure_position == 0


@pytest.mark.parametrize("erased", ["ann", "nobody"])
def test_calls_nothing_forgotten_or_switched_off_ask_for_nothing(
    server: FakeServer, connect: Connect, erased: str
) -> None:
    client = connect(server.target, read_your_erasures=erased == "nobody")

    client.unlearn("movies", user=erased).wait()

    assert client.recommend("movies", "bob", 1).erasure_position == 0
