from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from fake_server import FakeServer

import lethe
from lethe import AppendOutcome, RefusedRow, Repeats

ID = "5e0f5a3c-4a52-4f6e-9a52-0a4c1f0f5a3c"


def rows(count: int) -> Iterator[tuple[str, str]]:
    return (("ann", f"i{k}") for k in range(count))


def held(server: FakeServer) -> list[str]:
    return [row.item for row in server.interactions.imported[ID]]


def items(count: int) -> list[str]:
    return [f"i{k}" for k in range(count)]


def test_rows_go_by_messages_of_ten_thousand_under_one_id(server: FakeServer, client: Any) -> None:
    done = client.import_interactions(
        "movies",
        rows(50_001),
        import_id=uuid.UUID(ID),
        repeats=Repeats.MAX,
        event_weights={"view": 2},
        timeout=60,
    )

    assert done == lethe.ImportSummary(50_001, {AppendOutcome.STORED: 50_001}, (), ID)
    assert held(server) == items(50_001)
    sent = server.interactions.imports
    assert [len(one.interactions) for one in sent] == [0, *[10_000] * 5, 1]
    assert {(one.model, one.repeats) for one in sent} == {("models/movies", Repeats.MAX)}
    assert all(dict(one.event_weights) == {"view": 2} for one in sent)


def test_a_stream_that_is_cut_goes_on(server: FakeServer, client: Any) -> None:
    server.interactions.cuts = [1, 2, 3, 1, 4]

    done = client.import_interactions("movies", rows(95_000), import_id=ID, timeout=60)

    assert done.row_count == 95_000
    assert held(server) == items(95_000)


def test_another_process_goes_on_by_the_id(server: FakeServer, client: Any) -> None:
    for count in (12_345, 30_000, 30_000):
        done = client.import_interactions("movies", rows(count), import_id=ID, timeout=60)
        assert done.row_count == count
    assert held(server) == items(30_000)


def test_no_rows_and_no_id(server: FakeServer, client: Any) -> None:
    done = client.import_interactions("movies", [])

    assert (done.row_count, done.outcomes, done.refused) == (0, {}, ())
    assert uuid.UUID(done.import_id).version == 4


def test_long_ids_keep_messages_small(server: FakeServer, client: Any) -> None:
    text = "x" * 240
    many = [(text, f"{text}{k}") for k in range(20_000)]

    assert client.import_interactions("movies", many, timeout=60).row_count == 20_000
    assert max(one.ByteSize() for one in server.interactions.imports) < 3 << 20


def test_refused_rows_are_named_up_to_a_hundred(server: FakeServer, client: Any) -> None:
    some = [("ann" if k % 2 == 0 else "", f"i{k}") for k in range(300)]

    done = client.import_interactions("movies", some)

    assert done.outcomes == {AppendOutcome.STORED: 150, AppendOutcome.REFUSED: 150}
    assert len(done.refused) == 100
    assert done.refused[0] == RefusedRow(1, "why")


def test_a_refusal_tells_what_is_in(server: FakeServer, client: Any) -> None:
    server.interactions.full_at = 20_000

    with pytest.raises(lethe.ResourceExhaustedError) as failure:
        client.import_interactions("movies", rows(50_000), import_id=ID, timeout=60)

    assert failure.value.reason == "STORAGE_FULL"
    assert failure.value.request_id == ID
    assert failure.value.appended == lethe.AppendSummary(20_000, {AppendOutcome.STORED: 20_000})


def test_a_server_that_stays_away_ends_it(server: FakeServer, client: Any) -> None:
    server.close()

    with pytest.raises((lethe.UnavailableError, lethe.DeadlineExceededError)):
        client.import_interactions("movies", rows(1), timeout=0.3)


def test_rows_that_come_slowly_need_no_patience(server: FakeServer, client: Any) -> None:
    def slowly() -> Iterator[tuple[str, str]]:
        for k, row in enumerate(rows(30_000)):
            if k == 20_000:
                time.sleep(0.7)
            yield row

    server.interactions.cuts = [3]
    done = client.import_interactions("movies", slowly(), import_id=ID, timeout=0.5)

    assert done.row_count == 30_000
    assert held(server) == items(30_000)


def test_a_token_goes_with_the_stream(server: FakeServer, connect: Any) -> None:
    client = connect(server.target, token=lambda: "secret")

    assert client.import_interactions("movies", rows(3)).row_count == 3
    assert server.interactions.import_headers["authorization"] == "Bearer secret"


def test_rows_may_come_asynchronously(server: FakeServer) -> None:
    async def come() -> AsyncIterator[tuple[str, str]]:
        for row in rows(3):
            yield row

    async def send() -> lethe.ImportSummary:
        async with lethe.AsyncClient(server.target) as client:
            return await client.import_interactions("movies", come())

    assert asyncio.run(send()).row_count == 3
