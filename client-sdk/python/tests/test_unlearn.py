from __future__ import annotations

import itertools
import uuid
from datetime import datetime, timezone
from typing import Any

import grpc
import pytest
from fake_server import WAIT_SECONDS, FakeServer, State

import lethe
from lethe import ErasureFilter, ErasureState


def test_wait_completes_telling_each_state(server: FakeServer, client: Any) -> None:
    handle = client.unlearn("movies", user="ann")
    states: list[ErasureState] = []

    ended = handle.wait(lambda erasure: states.append(erasure.state))

    assert states == [ErasureState.RECEIVED, ErasureState.SOLVING, ErasureState.COMPLETED]
    assert ended == handle.now()
    assert ended.model == "movies"
    assert ended.interaction_count == 2
    assert ended.receive_time.isoformat() == "1970-01-01T00:00:01.000005+00:00"
    assert ended.purge_time is None


def test_receipt_completed_verifies(server: FakeServer, client: Any) -> None:
    handle = client.unlearn("movies", user="ann")
    handle.wait()

    verifier = lethe.ReceiptVerifier([server.unlearning.signer.public_key])

    assert verifier.verify(handle.receipt()).erasure == handle.name


def test_receipt_early_fails_with_its_reason(client: Any) -> None:
    with pytest.raises(lethe.FailedPreconditionError) as failure:
        client.unlearn("movies", user="ann").receipt()

    assert failure.value.reason == "RECEIPT_NOT_READY"


@pytest.mark.parametrize("messages", [1, 2])
def test_wait_stream_breaks_follows_another_and_tells_no_state_twice(
    server: FakeServer, client: Any, messages: int
) -> None:
    server.unlearning.break_watch_after = messages
    states: list[ErasureState] = []

    client.unlearn("movies", user="ann").wait(lambda erasure: states.append(erasure.state))

    assert states == [ErasureState.RECEIVED, ErasureState.SOLVING, ErasureState.COMPLETED]


def test_wait_stream_refused_raises(server: FakeServer, client: Any) -> None:
    server.unlearning.break_watch_after = 1
    server.unlearning.break_with = grpc.StatusCode.PERMISSION_DENIED

    with pytest.raises(lethe.PermissionDeniedError):
        client.unlearn("movies", user="ann").wait()


def test_wait_failed_raises_with_the_status_of_its_reason(server: FakeServer, client: Any) -> None:
    server.unlearning.end = State.STATE_FAILED
    handle = client.unlearn("movies", user="ann")

    with pytest.raises(lethe.InternalError) as failure:
        handle.wait()

    assert failure.value.reason == "VERIFICATION_FAILED"
    assert failure.value.metadata == {"erasure": handle.name}
    assert str(failure.value) == f"VERIFICATION_FAILED: step too large ({handle.name})"


def test_watch_failed_ends_with_that_state(server: FakeServer, client: Any) -> None:
    server.unlearning.end = State.STATE_FAILED

    *_, last = client.unlearn("movies", user="ann").watch()

    assert (last.state, last.failure_reason) == (ErasureState.FAILED, "VERIFICATION_FAILED")


def test_wait_too_long_says_that_it_goes_on(server: FakeServer, client: Any) -> None:
    server.unlearning.stuck_at = State.STATE_SOLVING
    handle = client.unlearn("movies", user="ann")

    with pytest.raises(lethe.DeadlineExceededError, match=r"after 0\.3 s; it goes on"):
        handle.wait(timeout=0.3)


def test_watch_left_ends_at_the_server_too(server: FakeServer, client: Any) -> None:
    server.unlearning.stuck_at = State.STATE_SOLVING
    watch = client.unlearn("movies", user="ann").watch()

    states = [erasure.state for erasure in itertools.islice(watch, 2)]
    watch.close()

    assert states == [ErasureState.RECEIVED, ErasureState.SOLVING]
    assert server.unlearning.watches_ended.acquire(timeout=WAIT_SECONDS)


def test_approve_and_cancel_give_the_erasure_as_it_is_then(client: Any) -> None:
    handle = client.unlearn("movies", user="ann")

    assert handle.approve().approver == "second"
    assert handle.cancel().state == ErasureState.CANCELLED


def test_retry_gives_the_erasure_that_takes_it_up(client: Any) -> None:
    fresh = client.unlearn("movies", user="ann").retry()

    assert fresh.name == "erasures/again"
    assert fresh.retried_erasure.startswith("erasures/")


def test_erasures_of_a_subject_are_searched(client: Any) -> None:
    assert [one.name for one in client.erasures_of(user="ann")] == ["erasures/ann"]
    assert [one.name for one in client.erasures_of(item="tea")] == ["erasures/tea"]
    with pytest.raises(ValueError, match="a user or by an item"):
        next(iter(client.erasures_of()))


def test_erasures_filters_are_sent(server: FakeServer, client: Any) -> None:
    due = datetime(2026, 11, 29, tzinfo=timezone.utc)
    wanted = ErasureFilter(requester="office", states=(ErasureState.HELD,), due_before=due)

    assert list(client.erasures("movies", wanted)) == []

    request = server.faults.requests("ListErasures")[-1]
    assert request.requester == "office"
    assert list(request.states) == [ErasureState.HELD.value]
    assert request.due_before.ToDatetime(timezone.utc) == due


def test_unlearn_without_id_makes_a_random_one(server: FakeServer, client: Any) -> None:
    first = client.unlearn("movies", user="ann")
    second = client.unlearn("movies", user="ann")

    assert uuid.UUID(first.request_id).version == 4
    assert first.request_id != second.request_id
    assert [sent.request_id for sent in server.faults.requests("Unlearn")] == [
        first.request_id,
        second.request_id,
    ]


def test_unlearn_with_id_sends_it_as_it_is(server: FakeServer, client: Any) -> None:
    kept = uuid.uuid4()

    client.unlearn("movies", user="ann", request_id=kept)
    client.unlearn("movies", user="ann", request_id="")

    sent = [request.request_id for request in server.faults.requests("Unlearn")]
    assert sent == [str(kept), ""]


def test_unlearn_outcome_unknown_error_has_the_id_to_go_on_with(
    server: FakeServer, client: Any
) -> None:
    server.faults.lose_answers(1, grpc.StatusCode.DEADLINE_EXCEEDED)
    with pytest.raises(lethe.DeadlineExceededError) as failure:
        client.unlearn("movies", user="ann")

    client.unlearn("movies", user="ann", request_id=failure.value.request_id)

    assert len(server.unlearning.erasures) == 1


def test_unlearn_id_of_another_request_raises(client: Any) -> None:
    handle = client.unlearn("movies", user="ann")

    with pytest.raises(lethe.AlreadyExistsError) as failure:
        client.unlearn("movies", user="bob", request_id=handle.request_id)

    assert failure.value.reason == "REQUEST_ID_REUSED"


def test_readmit_targets_are_sent_as_such(server: FakeServer, client: Any) -> None:
    assert client.readmit("movies", user="ann") == 1
    client.readmit("movies", item="i1")
    client.readmit("movies", interactions=[("ann", "i1")])

    user, item, pair = server.faults.requests("ReadmitSubject")
    assert (user.model, user.user) == ("models/movies", "ann")
    assert item.item == "i1"
    assert [(one.user, one.item) for one in pair.interactions.interactions] == [("ann", "i1")]
    with pytest.raises(ValueError, match="user and item"):
        client.readmit("movies", user="ann", item="i1")


def test_unlearn_targets_are_sent_as_such(server: FakeServer, client: Any) -> None:
    client.unlearn("movies", item="i1", method=lethe.UnlearningMethod.RETRAIN)
    client.unlearn("movies", interactions=[("ann", "i1"), ("bob", "i1")])

    item, several = server.faults.requests("Unlearn")
    assert (item.model, item.item, item.method) == ("models/movies", "i1", 2)
    pairs = [(one.user, one.item) for one in several.interactions.interactions]
    assert pairs == [("ann", "i1"), ("bob", "i1")]


@pytest.mark.parametrize(
    ("target", "got"), [({}, "none"), ({"user": "ann", "item": "i1"}, "user and item")]
)
def test_unlearn_not_one_target_is_refused_without_the_ids(
    client: Any, target: dict[str, str], got: str
) -> None:
    with pytest.raises(ValueError, match=f"got {got}$"):
        client.unlearn("movies", **target)


def test_plan_says_what_would_happen_and_sends_no_erasure(server: FakeServer, client: Any) -> None:
    plan = client.plan("movies", user="ann")

    assert plan.interaction_count == 2
    assert plan.method == lethe.UnlearningMethod.INFLUENCE
    assert plan.expected_duration is None
    assert server.unlearning.erasures == {}


def test_erasures_are_read_page_by_page(server: FakeServer, client: Any) -> None:
    names = [client.unlearn("movies", user="ann").name for _ in range(5)]
    client.unlearn("books", user="ann")

    found = client.erasures("movies")

    assert [next(found).name for _ in range(2)] == names[:2]
    assert len(server.faults.requests("ListErasures")) == 1
    assert [erasure.name for erasure in found] == names[2:]
    assert len(server.faults.requests("ListErasures")) == 3


def test_erasure_unknown_raises(client: Any) -> None:
    with pytest.raises(lethe.NotFoundError) as failure:
        client.erasure("erasures/none").now()

    assert failure.value.metadata == {"erasure": "erasures/none"}


def test_what_is_of_the_wrong_kind_is_refused_by_its_field(client: Any) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"user": 7}, "user is an int; a str is needed, such as str"),
        ({"item": 7.5}, "item is a float; a str is needed, such as str"),
        ({"interactions": [("ann", 7)]}, "item is an int; a str is needed, such as str"),
        ({"interactions": ["ann"]}, r"an interaction is a pair \(user, item\)"),
    ]
    for target, told in wrong:
        for ask in (client.unlearn, client.plan, client.readmit):
            with pytest.raises(TypeError, match=f"^{told}"):
                ask("movies", **target)
