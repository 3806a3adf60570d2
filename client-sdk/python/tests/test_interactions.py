from __future__ import annotations

import asyncio
import pickle
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timezone
from typing import Any

import grpc
import pytest
from fake_server import FakeServer

import lethe
from lethe import AppendOutcome, InteractionRow, Repeats


def rows(count: int) -> Iterator[tuple[str, str]]:
    return (("ann", f"i{k}") for k in range(count))


def test_append_sends_rows_in_order_and_gives_an_outcome_of_each(
    server: FakeServer, client: Any
) -> None:
    kept = uuid.uuid4()
    some = [("ann", "i1"), ("bob", "i2", 0), InteractionRow("cid", "i3", 4.5)]
    answer = client.append_interactions("movies", some, repeats=Repeats.SUM, request_id=kept)

    (sent,) = server.faults.requests("AppendInteractions")
    assert [(one.user, one.item, one.value) for one in sent.interactions] == [
        ("ann", "i1", 0),
        ("bob", "i2", 0),
        ("cid", "i3", 4.5),
    ]
    assert [one.HasField("value") for one in sent.interactions] == [False, True, True]
    assert (sent.model, sent.repeats) == ("models/movies", Repeats.SUM)
    assert sent.request_id == answer.request_id == str(kept)
    outcomes = (AppendOutcome.SUPPRESSED, AppendOutcome.STORED, AppendOutcome.STORED)
    assert answer.outcomes == outcomes


def test_append_learning_at_once_tells_whether_it_is_learned(
    server: FakeServer, client: Any
) -> None:
    assert client.append_interactions("movies", rows(1), learn_at_once=True).learned
    assert not client.append_interactions("movies", rows(1)).learned

    sent = server.faults.requests("AppendInteractions")
    assert [one.learn_at_once for one in sent] == [True, False]


def test_append_with_a_time_sends_it_and_needs_its_zone(server: FakeServer, client: Any) -> None:
    noon = datetime(2026, 11, 29, 12, tzinfo=timezone.utc)
    client.append_interactions("movies", [InteractionRow("ann", "i1", time=noon)])

    (sent,) = server.faults.requests("AppendInteractions")
    assert sent.interactions[0].time.seconds == int(noon.timestamp())
    row = InteractionRow("ann", "i1", time=noon.replace(tzinfo=None))
    with pytest.raises(ValueError, match="time zone"):
        client.append_interactions("movies", [row])


def test_append_sends_event_types_and_their_weights(server: FakeServer, client: Any) -> None:
    some = [InteractionRow("ann", "i1", event_type="view"), ("ann", "i2")]
    client.append_interactions("movies", some, event_weights={"view": 2.5, "bot": 0})
    client.append_all("movies", some, event_weights={"view": 3})

    one, all_of_them = server.faults.requests("AppendInteractions")
    assert dict(one.event_weights) == {"view": 2.5, "bot": 0}
    assert dict(all_of_them.event_weights) == {"view": 3}
    assert [row.event_type for row in one.interactions] == ["view", ""]
    assert [row.HasField("event_type") for row in one.interactions] == [True, False]


def test_append_of_the_wrong_kind_names_field_and_kinds_and_no_id(client: Any) -> None:
    wrong: list[tuple[Any, str]] = [
        ((7, "i1"), "user is an int; a str is needed, such as str(7) for the number 7"),
        (("ann", None), "item is None; a str is needed, such as str(7) for the number 7"),
        (("ann", "i1", "5"), "value is a str; a number is needed, such as 4.5"),
        (
            InteractionRow("ann", "i1", time="2026-11-01"),  # type: ignore[arg-type]
            "time is a str; a datetime with a time zone is needed: "
            "datetime.fromisoformat reads texts",
        ),
    ]
    for row, told in wrong:
        with pytest.raises(TypeError) as refused:
            client.append_interactions("movies", [row])
        assert str(refused.value) == told
        with pytest.raises(TypeError, match="is needed"):
            client.import_interactions("movies", [row])


def test_append_what_is_no_row_is_refused_without_it(client: Any) -> None:
    for row in ["ab", ("ann",), ("ann", "i1", 1, 2)]:
        with pytest.raises(TypeError, match=r"^a row is an InteractionRow, \(user, item\) or"):
            client.append_interactions("movies", [row])


def test_append_the_largest_keeps_its_request_id_over_retries(
    server: FakeServer, client: Any
) -> None:
    server.faults.lose_answers(2, grpc.StatusCode.UNAVAILABLE)
    # 3 MB: far more than gRPC keeps for retries unless it is told to.
    largest = [("u" * 150, f"{'i' * 150}{k}") for k in range(10_000)]

    answer = client.append_interactions("movies", largest, timeout=60)

    sent = [request.request_id for request in server.faults.requests("AppendInteractions")]
    assert sent == [answer.request_id] * 3
    assert list(server.interactions.taken_in) == [answer.request_id]
    assert uuid.UUID(answer.request_id).version == 4
    assert len(answer.outcomes) == 10_000


def test_append_failed_tells_its_request_id(server: FakeServer, client: Any) -> None:
    server.interactions.fail_from = 1

    with pytest.raises(lethe.ResourceExhaustedError) as failure:
        client.append_interactions("movies", [("ann", "i1")])

    (sent,) = server.faults.requests("AppendInteractions")
    assert failure.value.request_id == sent.request_id
    assert failure.value.appended is None


def test_append_all_sends_batches_in_order(server: FakeServer, client: Any) -> None:
    summary = client.append_all("movies", rows(20_001), repeats=Repeats.MAX, timeout=60)

    assert summary.row_count == 20_001
    assert summary.outcomes == {AppendOutcome.STORED: 19_998, AppendOutcome.SUPPRESSED: 3}
    sent = server.faults.requests("AppendInteractions")
    assert [len(one.interactions) for one in sent] == [10_000, 10_000, 1]
    items = [row.item for one in sent for row in one.interactions]
    assert items == [item for _, item in rows(20_001)]
    assert len({one.request_id for one in sent}) == 3
    assert {one.repeats for one in sent} == {Repeats.MAX}


def test_append_all_of_nothing_calls_nothing(server: FakeServer, client: Any) -> None:
    assert client.append_all("movies", []).row_count == 0
    assert server.faults.requests("AppendInteractions") == []


def test_append_all_stops_at_the_first_failure(server: FakeServer, client: Any) -> None:
    server.interactions.fail_from = 2
    endless = rows(50_000)

    with pytest.raises(lethe.ResourceExhaustedError) as failure:
        client.append_all("movies", endless, timeout=60)

    assert failure.value.appended is not None
    assert failure.value.appended.row_count == 10_000
    assert failure.value.appended.outcomes[AppendOutcome.STORED] == 9_999
    assert next(endless) == ("ann", "i20000")
    sent = server.faults.requests("AppendInteractions")
    assert failure.value.request_id == sent[-1].request_id
    assert pickle.loads(pickle.dumps(failure.value)).appended == failure.value.appended


def test_append_all_asynchronous_rows(server: FakeServer) -> None:
    async def come() -> AsyncIterator[tuple[str, str]]:
        for row in rows(3):
            yield row

    async def send() -> lethe.AppendSummary:
        async with lethe.AsyncClient(server.target) as client:
            return await client.append_all("movies", come())

    assert asyncio.run(send()).row_count == 3


def test_interactions_of_user_are_read_page_by_page(server: FakeServer, client: Any) -> None:
    held = list(client.interactions_of_user("movies", "ann"))

    happened = datetime(2023, 11, 14, 22, 13, 20, 250_000, timezone.utc)
    assert held == [
        InteractionRow("ann", "i0", 0),
        InteractionRow("ann", "i1", 1),
        InteractionRow("ann", "i2", 2, happened, "buy"),
    ]
    asked = server.faults.requests("ListInteractions")
    assert [(one.model, one.user, one.page_token) for one in asked] == [
        ("models/movies", "ann", ""),
        ("models/movies", "ann", "2"),
    ]
