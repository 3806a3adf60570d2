from __future__ import annotations

from collections.abc import Callable
from typing import Any

import grpc
import pytest
from fake_server import FakeServer

import lethe
from lethe import Fallback, Outcome, Source


def test_recommend_gives_items_best_first(client: Any) -> None:
    answer = client.recommend("movies", "ann", 2)

    assert [(one.item, one.score) for one in answer.items] == [("i3", 8), ("i4", 7)]
    assert answer.model_version == "models/movies/versions/3"
    assert answer.source == Source.LEARNED


def test_recommend_options_are_sent(server: FakeServer, client: Any) -> None:
    answer = client.recommend("movies", "ann", 1, exclude_items=["i3"], include_seen=True)

    (sent,) = server.faults.requests("Recommend")
    assert (sent.model, sent.user, sent.n, sent.include_seen) == ("models/movies", "ann", 1, True)
    assert [one.item for one in answer.items] == ["i4"]


def test_by_alias_names_it_in_every_call_that_can(server: FakeServer, client: Any) -> None:
    canary = client.by_alias("canary")
    canary.recommend("movies", "ann", 1)
    canary.recommend_for_items("movies", ["i1"], 1)
    canary.similar_items("movies", "i1", 1)
    canary.batch_recommend("movies", ["ann"], 1)
    canary.score("movies", "ann", ["i1"])
    canary.model("movies")
    for call in ("Recommend", "RecommendForItems", "SimilarItems", "BatchRecommend", "Score"):
        (sent,) = server.faults.requests(call)
        assert sent.alias == "canary"
    client.recommend("movies", "ann", 1)
    assert server.faults.requests("Recommend")[1].alias == ""


def test_recommend_unknown_user_raises_with_reason_and_metadata(client: Any) -> None:
    with pytest.raises(lethe.NotFoundError) as failure:
        client.recommend("movies", "eve", 1)

    assert failure.value.status == grpc.StatusCode.NOT_FOUND
    assert failure.value.reason == "USER_NOT_FOUND"
    assert failure.value.metadata == {"model": "models/movies"}
    assert str(failure.value) == "USER_NOT_FOUND: as asked"


def test_recommend_fallback_answers_for_an_unknown_user(server: FakeServer, client: Any) -> None:
    answer = client.recommend("movies", "eve", 1, fallback=Fallback.POPULAR)

    assert (answer.items[0].item, answer.source) == ("i3", Source.POPULAR)
    client.batch_recommend("movies", ["eve"], 1, fallback=Fallback.POPULAR)
    (sent,) = server.faults.requests("BatchRecommend")
    assert sent.fallback == Fallback.POPULAR


def test_recommend_for_items_sends_the_history(server: FakeServer, client: Any) -> None:
    history = ["a", ("b", 3), lethe.WeightedItem("c", 0)]
    answer = client.recommend_for_items(
        "movies", history, 2, exclude_items=["x"], include_given=True, min_erasure_position=4
    )

    (sent,) = server.faults.requests("RecommendForItems")
    assert [(one.item, one.value) for one in sent.items] == [("a", 0), ("b", 3), ("c", 0)]
    assert [one.HasField("value") for one in sent.items] == [False, True, True]
    assert (sent.model, sent.n, list(sent.exclude_items)) == ("models/movies", 2, ["x"])
    assert (sent.include_given, sent.min_erasure_position) == (True, 4)
    assert [one.item for one in answer.items] == ["i3"]
    assert (answer.source, answer.erasure_position) == (Source.HISTORY, 4)


def test_recommend_for_items_by_a_family_without_histories_raises(client: Any) -> None:
    with pytest.raises(lethe.InvalidArgumentError) as failure:
        client.recommend_for_items("neural", ["a"], 2)

    assert failure.value.reason == "HISTORY_NOT_SUPPORTED"
    assert failure.value.metadata == {"model": "neural", "plugin": "neumf"}


def test_similar_items_sends_the_item(server: FakeServer, client: Any) -> None:
    answer = client.similar_items("movies", "a", 2, exclude_items=["x"], min_erasure_position=4)

    (sent,) = server.faults.requests("SimilarItems")
    assert (sent.model, sent.item, sent.n) == ("models/movies", "a", 2)
    assert (list(sent.exclude_items), sent.min_erasure_position) == (["x"], 4)
    assert [one.item for one in answer.items] == ["i4"]


def test_batch_recommend_gives_an_outcome_for_each_user_new_ones_too(
    server: FakeServer, client: Any
) -> None:
    server.recommendations.outcomes = [1, 2, 99]

    answer = client.batch_recommend("movies", ["ann", "eve", "bob"], 1)

    outcomes = [one.outcome for one in answer.results]
    assert outcomes == [Outcome.RECOMMENDED, Outcome.USER_NOT_FOUND, 99]
    assert str(outcomes[2]) == "UNRECOGNIZED_99"
    assert [one.source for one in answer.results] == [Source.LEARNED, 0, 0]


def test_score_unknown_item_has_none(client: Any) -> None:
    assert client.score("movies", "ann", ["i1", "unknown"]).scores == (0.5, None)


@pytest.mark.parametrize("call", ["batch_recommend", "score", "recommend", "for_items"])
def test_lists_one_id_instead_of_a_list_is_refused_without_it(client: Any, call: str) -> None:
    calls = {
        "batch_recommend": lambda: client.batch_recommend("movies", "ann", 1),
        "score": lambda: client.score("movies", "ann", "i1"),
        "for_items": lambda: client.recommend_for_items("movies", "i1", 1),
        "recommend": lambda: client.recommend("movies", "ann", 1, exclude_items="i1"),
    }
    with pytest.raises(TypeError, match=r"is a list of ids, not one id$"):
        calls[call]()


def test_text_forms_show_no_ids(client: Any) -> None:
    answer = client.recommend("movies", "ann", 3)

    assert repr(answer.items[0]) == "ScoredItem(score=8.0)"
    assert repr(lethe.InteractionRow("ann", "i3")) == "InteractionRow(value=1.0)"
    assert repr(lethe.WeightedItem("i3", 2)) == "WeightedItem(value=2)"
    assert "i3" not in f"{answer}"
    assert "ann" not in f"{client.unlearn('movies', user='ann')}"


def test_ids_and_values_of_the_wrong_kind_are_refused_by_their_field(client: Any) -> None:
    wrong: list[tuple[Callable[[], Any], str]] = [
        (lambda: client.recommend("movies", 7, 3), "user is an int"),
        (lambda: client.recommend("movies", "ann", 3, exclude_items=["a", 7]), "exclude_items"),
        (lambda: client.batch_recommend("movies", ["ann", None], 3), r"users\[1\] is None"),
        (lambda: client.score("movies", "ann", [7]), r"items\[0\] is an int"),
        (lambda: client.recommend_for_items("movies", [("a", "5")], 3), "value is a str"),
        (lambda: client.recommend_for_items("movies", [7], 3), "an item of a history is an id"),
        (lambda: client.similar_items("movies", 7, 3), "item is an int"),
    ]
    for ask, told in wrong:
        with pytest.raises(TypeError, match=told):
            ask()
