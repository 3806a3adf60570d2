from __future__ import annotations

from typing import Any

import grpc
import pytest
from conftest import Connect
from fake_server import FakeServer

import lethe

ATTEMPTS_MAX = 4


def test_unlearn_answers_lost_twice_sent_with_the_same_id_and_done_once(
    server: FakeServer, client: Any
) -> None:
    server.faults.lose_answers(2, grpc.StatusCode.UNAVAILABLE)

    handle = client.unlearn("movies", user="ann")

    sent = [request.request_id for request in server.faults.requests("Unlearn")]
    assert sent == [handle.request_id] * 3
    assert list(server.unlearning.erasures) == [handle.name]


def test_recommend_unavailable_for_good_gives_up_after_the_attempts(
    server: FakeServer, client: Any
) -> None:
    server.faults.lose_answers(1000, grpc.StatusCode.UNAVAILABLE)

    with pytest.raises(lethe.UnavailableError) as failure:
        client.recommend("movies", "ann", 1)

    assert failure.value.reason == ""
    assert len(server.faults.requests("Recommend")) == ATTEMPTS_MAX


def test_recommend_overloaded_is_not_retried(server: FakeServer, client: Any) -> None:
    server.faults.lose_answers(1, grpc.StatusCode.RESOURCE_EXHAUSTED)

    with pytest.raises(lethe.ResourceExhaustedError):
        client.recommend("movies", "ann", 1)

    assert len(server.faults.requests("Recommend")) == 1


def test_recommend_retries_count_towards_the_timeout(server: FakeServer, client: Any) -> None:
    server.faults.lose_answers(1000, grpc.StatusCode.UNAVAILABLE)
    server.faults.delay = 0.2

    with pytest.raises(lethe.DeadlineExceededError):
        client.recommend("movies", "ann", 1, timeout=0.5)

    assert len(server.faults.requests("Recommend")) < ATTEMPTS_MAX


def test_call_slow_server_ends_after_the_clients_timeout(
    server: FakeServer, connect: Connect
) -> None:
    server.faults.delay = 1
    client = connect(server.target, timeout=0.2)

    with pytest.raises(TimeoutError):
        client.models().__next__()


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_call_no_time_is_refused(client: Any, timeout: float) -> None:
    with pytest.raises(ValueError, match="more than 0 seconds"):
        client.recommend("movies", "ann", 1, timeout=timeout)


def test_call_server_gone_is_unavailable(server: FakeServer, client: Any) -> None:
    server.close()

    with pytest.raises(lethe.UnavailableError):
        client.recommend("movies", "ann", 1)
