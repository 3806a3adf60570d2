"""The calls of a shop, as data like those of `_calls`: recommendations, and what people do."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Union

from lethe import (
    _answers,
    _fields,
    interaction_values,
    values,
)
from lethe._calls import Call, Page, model_name, request_id_of, several
from lethe.enums import AppendOutcome, Fallback, Repeats
from lethe.v1 import interaction_service_pb2 as interactions_pb2
from lethe.v1 import recommendation_service_pb2 as recommendations_pb2

Row = Union[interaction_values.InteractionRow, tuple[str, str], tuple[str, str, float]]
"""An interaction to take in: a user, an item and, unless it is 1, a value."""
_PAIR = 2
HistoryItem = Union[values.WeightedItem, str, tuple[str, float]]
"""An item of a history and, unless it is 1, its value."""


class Narrowing(NamedTuple):
    """Which of the available items may come back."""

    filter: str
    allow_items: Iterable[str]


def recommend(
    model: str,
    user: str,
    n: int,
    exclude_items: Iterable[str],
    include_seen: bool,
    fallback: Fallback,
    min_erasure_position: int,
    narrowing: Narrowing,
    because: int,
) -> Call[
    recommendations_pb2.RecommendRequest,
    recommendations_pb2.RecommendResponse,
    values.Recommendations,
]:
    request = recommendations_pb2.RecommendRequest(
        model=model_name(model),
        user=_fields.text("user", user),
        n=n,
        exclude_items=_fields.texts("exclude_items", exclude_items),
        include_seen=include_seen,
        fallback=recommendations_pb2.Fallback.ValueType(fallback),
        min_erasure_position=min_erasure_position,
        filter=narrowing.filter,
        allow_items=_fields.texts("allow_items", narrowing.allow_items),
        because=because,
    )
    return Call(lambda stubs: stubs.recommendations.Recommend, request, _answers.recommendations)


def batch_recommend(
    model: str,
    users: Iterable[str],
    n: int,
    include_seen: bool,
    fallback: Fallback,
    min_erasure_position: int,
    filter: str,
) -> Call[
    recommendations_pb2.BatchRecommendRequest,
    recommendations_pb2.BatchRecommendResponse,
    values.BatchRecommendations,
]:
    request = recommendations_pb2.BatchRecommendRequest(
        model=model_name(model),
        users=_fields.texts("users", users),
        n=n,
        include_seen=include_seen,
        fallback=recommendations_pb2.Fallback.ValueType(fallback),
        min_erasure_position=min_erasure_position,
        filter=filter,
    )
    return Call(lambda stubs: stubs.recommendations.BatchRecommend, request, _answers.batch)


def score(
    model: str, user: str, items: Iterable[str], min_erasure_position: int
) -> Call[recommendations_pb2.ScoreRequest, recommendations_pb2.ScoreResponse, values.Scores]:
    request = recommendations_pb2.ScoreRequest(
        model=model_name(model),
        user=_fields.text("user", user),
        items=_fields.texts("items", items),
        min_erasure_position=min_erasure_position,
    )
    return Call(lambda stubs: stubs.recommendations.Score, request, _answers.scores)


def recommend_for_items(
    model: str,
    items: Iterable[HistoryItem],
    n: int,
    exclude_items: Iterable[str],
    include_given: bool,
    min_erasure_position: int,
    narrowing: Narrowing,
) -> Call[
    recommendations_pb2.RecommendForItemsRequest,
    recommendations_pb2.RecommendForItemsResponse,
    values.Recommendations,
]:
    request = recommendations_pb2.RecommendForItemsRequest(
        model=model_name(model),
        items=map(_history_item, several("items", items)),
        n=n,
        exclude_items=_fields.texts("exclude_items", exclude_items),
        include_given=include_given,
        min_erasure_position=min_erasure_position,
        filter=narrowing.filter,
        allow_items=_fields.texts("allow_items", narrowing.allow_items),
    )
    return Call(lambda stubs: stubs.recommendations.RecommendForItems, request, _answers.for_items)


def similar_items(
    model: str,
    item: str,
    n: int,
    exclude_items: Iterable[str],
    min_erasure_position: int,
    narrowing: Narrowing,
) -> Call[
    recommendations_pb2.SimilarItemsRequest,
    recommendations_pb2.SimilarItemsResponse,
    values.Recommendations,
]:
    request = recommendations_pb2.SimilarItemsRequest(
        model=model_name(model),
        item=_fields.text("item", item),
        n=n,
        exclude_items=_fields.texts("exclude_items", exclude_items),
        min_erasure_position=min_erasure_position,
        filter=narrowing.filter,
        allow_items=_fields.texts("allow_items", narrowing.allow_items),
    )
    return Call(lambda stubs: stubs.recommendations.SimilarItems, request, _answers.for_items)


def append_interactions(
    model: str,
    rows: Iterable[Row],
    repeats: Repeats,
    request_id: str | uuid.UUID | None,
    learn_at_once: bool = False,
    event_weights: Mapping[str, float] | None = None,
) -> Call[
    interactions_pb2.AppendInteractionsRequest,
    interactions_pb2.AppendInteractionsResponse,
    tuple[tuple[AppendOutcome, ...], bool],
]:
    """Answered with the outcomes, and whether they are learned."""
    request = interactions_pb2.AppendInteractionsRequest(
        model=model_name(model),
        request_id=request_id_of(request_id),
        interactions=map(row, rows),
        repeats=interactions_pb2.Repeats.ValueType(repeats),
        learn_at_once=learn_at_once,
        event_weights=event_weights,
    )
    return Call(
        lambda stubs: stubs.interactions.AppendInteractions,
        request,
        _answers.append_answer,
        request.request_id,
    )


def list_interactions(
    model: str, user: str, page_token: str
) -> Call[
    interactions_pb2.ListInteractionsRequest,
    interactions_pb2.ListInteractionsResponse,
    Page[interaction_values.InteractionRow],
]:
    request = interactions_pb2.ListInteractionsRequest(
        model=model_name(model), user=_fields.text("user", user), page_token=page_token
    )
    return Call(
        lambda stubs: stubs.interactions.ListInteractions,
        request,
        lambda page: Page(
            tuple(map(_answers.interaction, page.interactions)), page.next_page_token
        ),
    )


def row(row: Row) -> interactions_pb2.InteractionRow:
    if isinstance(row, interaction_values.InteractionRow):
        sent = _row(row.user, row.item, row.value)
        if row.time is not None:
            sent.time.FromDatetime(_fields.time("time", row.time))
        if row.event_type:
            sent.event_type = row.event_type
        return sent
    if isinstance(row, str) or len(row) not in (2, 3):
        raise TypeError("a row is an InteractionRow, (user, item) or (user, item, value)")
    user, item, *value = row
    return _row(user, item, value[0] if value else None)


def _row(user: object, item: object, value: object) -> interactions_pb2.InteractionRow:
    return interactions_pb2.InteractionRow(
        user=_fields.text("user", user),
        item=_fields.text("item", item),
        value=None if value is None else _fields.number("value", value),
    )


def _history_item(item: HistoryItem) -> recommendations_pb2.WeightedItem:
    if isinstance(item, str):
        return recommendations_pb2.WeightedItem(item=item)
    if isinstance(item, values.WeightedItem):
        name, value = item.item, item.value
    elif isinstance(item, (tuple, list)) and len(item) == _PAIR:
        name, value = item
    else:
        raise TypeError("an item of a history is an id, (item, value) or a WeightedItem")
    return recommendations_pb2.WeightedItem(
        item=_fields.text("item", name), value=_fields.number("value", value)
    )
