from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from fake_server import FakeServer

import lethe
from lethe import CatalogItem

MUG = CatalogItem(
    "mug",
    ("tea", "gifts"),
    {"price": 12.5, "colour": "blue", "fragile": True},
    available=False,
    listed_time=datetime(2026, 11, 2, 8, tzinfo=timezone.utc),
)


def test_a_catalogue_is_written_and_read(client: Any) -> None:
    some = [MUG, CatalogItem("pot"), CatalogItem("cup")]
    assert client.update_items("movies", some) == lethe.CatalogUpdate(3, 0)
    assert client.update_items("movies", [CatalogItem("pot", ("tea",))]) == lethe.CatalogUpdate(
        0, 1
    )
    assert client.item("movies", "mug") == MUG
    assert client.delete_items("movies", ["cup", "never"]) == 1
    with pytest.raises(lethe.NotFoundError) as failure:
        client.item("movies", "cup")
    assert failure.value.reason == "ITEM_NOT_FOUND"


def test_items_shows_no_id_in_its_text() -> None:
    assert "mug" not in repr(MUG)


def test_a_time_without_a_zone_is_refused(client: Any) -> None:
    with pytest.raises(ValueError, match="time zone"):
        client.update_items("movies", [CatalogItem("a", listed_time=datetime(2026, 1, 1))])


def test_filters_are_sent_by_every_call_that_takes_them(server: FakeServer, client: Any) -> None:
    narrow: dict[str, Any] = {"filter": "attributes.price < 20", "allow_items": ["a", "b"]}
    client.recommend("movies", "ann", 3, **narrow)
    client.recommend_for_items("movies", ["i1"], 3, **narrow)
    client.similar_items("movies", "i1", 3, **narrow)
    client.batch_recommend("movies", ["ann"], 3, filter="true")
    for call in ("Recommend", "RecommendForItems", "SimilarItems"):
        (sent,) = server.faults.requests(call)
        assert sent.filter == "attributes.price < 20"
        assert list(sent.allow_items) == ["a", "b"]
    (batch,) = server.faults.requests("BatchRecommend")
    assert batch.filter == "true"


def test_an_update_names_its_fields(server: FakeServer, client: Any) -> None:
    client.update_items("movies", [CatalogItem("mug")])
    client.update_items("movies", [CatalogItem("mug")], fields=["available", "listed_time"])

    whole, some = server.faults.requests("UpdateItems")
    assert list(whole.update_mask.paths) == []
    assert list(some.update_mask.paths) == ["available", "listed_time"]


def test_items_reads_page_by_page(server: FakeServer, client: Any) -> None:
    client.update_items("movies", [CatalogItem(f"i{k}") for k in range(5)])
    assert [one.item for one in list(client.items("movies"))] == [f"i{k}" for k in range(5)]
    assert len(server.faults.requests("ListItems")) == 3
