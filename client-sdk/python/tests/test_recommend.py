from __future__ import annotations

from typing import Any

import grpc
import pytest
from fake_server import FakeServer

import lethe
from lethe import Outcome


def test_recommend_gives_items_best_first(client: Any) -> None:
    answer = client.recommend("movies", "ann", 2)

    assert [(one.item, one.score) for one in answer.items] == [("i3", 8), ("i4", 7)]
    assert answer.model_version == "models/movies/versions/3"


def test_recommend_options_are_sent(server: FakeServer, client: Any) -> None:
    answer = client.recommend("movies", "ann", 1, exclude_items=["i3"], include_seen=True)

    (sent,) = server.faults.requests("Recommend")
    assert (sent.model, sent.user, sent.n, sent.include_seen) == ("models/movies", "ann", 1, True)
    assert [one.item for one in answer.items] == ["i4"]


def test_recommend_unknown_user_raises_with_reason_and_metadata(client: Any) -> None:
    with pytest.raises(lethe.NotFoundError) as failure:
        client.recommend("movies", "eve", 1)

    assert failure.value.status == grpc.StatusCode.NOT_FOUND
    assert failure.value.reason == "USER_NOT_FOUND"
    assert failure.value.metadata == {"model": "models/movies"}
    assert str(failure.value) == "USER_NOT_FOUND: as asked"


def test_batch_recommend_gives_an_outcome_for_each_user_new_ones_too(
    server: FakeServer, client: Any
) -> None:
    server.recommendations.outcomes = [1, 2, 99]

    answer = client.batch_recommend("movies", ["ann", "eve", "bob"], 1)

    outcomes = [one.outcome for one in answer.results]
    assert outcomes == [Outcome.RECOMMENDED, Outcome.USER_NOT_FOUND, 99]
    assert str(outcomes[2]) == "UNRECOGNIZED_99"


def test_score_unknown_item_has_none(client: Any) -> None:
    assert client.score("movies", "ann", ["i1", "unknown"]).scores == (0.5, None)


@pytest.mark.parametrize("call", ["batch_recommend", "score", "recommend"])
def test_lists_one_id_instead_of_a_list_is_refused_without_it(client: Any, call: str) -> None:
    calls = {
        "batch_recommend": lambda: client.batch_recommend("movies", "ann", 1),
        "score": lambda: client.score("movies", "ann", "i1"),
        "recommend": lambda: client.recommend("movies", "ann", 1, exclude_items="i1"),
    }
    with pytest.raises(TypeError, match=r"is a list of ids, not one id$"):
        calls[call]()


def test_text_forms_show_no_ids(client: Any) -> None:
    answer = client.recommend("movies", "ann", 3)

    assert repr(answer.items[0]) == "ScoredItem(score=8.0)"
    assert "i3" not in f"{answer}"
    assert "ann" not in f"{client.unlearn('movies', user='ann')}"
