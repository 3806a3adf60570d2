from __future__ import annotations

import pickle
from typing import Any

import grpc
import pytest
from fake_server import FakeServer
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2

import lethe
from lethe.v1 import audit_pb2, recommendation_service_pb2

STATUSES = [status for status in grpc.StatusCode if status != grpc.StatusCode.OK]


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_has_its_own_class(
    server: FakeServer, client: Any, status: grpc.StatusCode
) -> None:
    server.faults.lose_answers(1000, status)

    with pytest.raises(lethe.LetheError) as failure:
        client.recommend("movies", "ann", 1)

    words = status.name.title().replace("_", "")
    assert type(failure.value).__name__ == f"{words}Error"
    assert failure.value.status == status
    assert str(failure.value) == f"{status.name}: lost"


@pytest.mark.parametrize(
    ("domain", "reason", "read"),
    [
        ("lethe.io", "A_REASON_FROM_THE_FUTURE", "A_REASON_FROM_THE_FUTURE"),
        ("example.org", "OURS", ""),
    ],
)
def test_reason_is_taken_from_lethe_also_if_new(
    server: FakeServer, client: Any, domain: str, reason: str, read: str
) -> None:
    detail = any_pb2.Any()
    detail.Pack(error_details_pb2.ErrorInfo(domain=domain, reason=reason))
    retry = any_pb2.Any()
    retry.Pack(error_details_pb2.RetryInfo())
    details = status_pb2.Status(code=9, details=[retry, detail]).SerializeToString()
    server.faults.lose_answers(1, grpc.StatusCode.FAILED_PRECONDITION, details)

    with pytest.raises(lethe.FailedPreconditionError) as failure:
        client.recommend("movies", "ann", 1)

    assert failure.value.reason == read


def test_garbled_details_do_not_hide_the_failure(server: FakeServer, client: Any) -> None:
    garbled = any_pb2.Any(type_url="type.googleapis.com/google.rpc.ErrorInfo", value=b"\xff")
    half = status_pb2.Status(details=[garbled]).SerializeToString()
    for details in (b"\xff\xff", half):
        server.faults.lose_answers(1, grpc.StatusCode.ABORTED, details)
        with pytest.raises(lethe.AbortedError) as failure:
            client.recommend("movies", "ann", 1)
        assert failure.value.reason == ""


def test_error_crosses_processes() -> None:
    error = lethe.DeadlineExceededError(
        "late", grpc.StatusCode.DEADLINE_EXCEEDED, "R", {"a": "b"}, "id"
    )

    copy = pickle.loads(pickle.dumps(error))

    assert type(copy) is type(error)
    assert vars(copy) == vars(error)
    assert str(copy) == "late"


def test_stubs_errors_are_readable_too(server: FakeServer) -> None:
    with lethe.Client(server.target) as client:
        with pytest.raises(grpc.RpcError) as missing:
            client.stubs.audit.GetLogCheckpoint(audit_pb2.GetLogCheckpointRequest())
        with pytest.raises(grpc.RpcError) as unknown:
            client.stubs.recommendations.Recommend(recommendation_service_pb2.RecommendRequest())

    assert isinstance(lethe.LetheError.of(missing.value), lethe.UnimplementedError)
    assert lethe.LetheError.of(unknown.value).reason == "USER_NOT_FOUND"
