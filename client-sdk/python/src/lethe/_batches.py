"""Any number of interactions, by batches that one request may hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping
from typing import TypeVar

from lethe import (
    _calls,
    _serving,
    interaction_values,
)
from lethe.enums import AppendOutcome, Repeats
from lethe.v1 import interaction_service_pb2 as interactions_pb2

ROWS_MAX = 10_000
"""How many rows one request may hold."""

_T = TypeVar("_T")


class Batches:
    """The rows of the next batch, and what became of those before."""

    def __init__(
        self, model: str, repeats: Repeats, event_weights: Mapping[str, float] | None
    ) -> None:
        self.rows: list[_serving.Row] = []
        self._model = model
        self._repeats = repeats
        self._event_weights = event_weights
        self._row_count = 0
        self._outcomes: Counter[AppendOutcome] = Counter()

    def add(self, row: _serving.Row) -> bool:
        """Whether the batch is full now and must be sent."""
        self.rows.append(row)
        return len(self.rows) == ROWS_MAX

    def call(
        self,
    ) -> _calls.Call[
        interactions_pb2.AppendInteractionsRequest,
        interactions_pb2.AppendInteractionsResponse,
        tuple[tuple[AppendOutcome, ...], bool],
    ]:
        """The call that sends the batch, under a new request id."""
        return _serving.append_interactions(
            self._model, self.rows, self._repeats, None, event_weights=self._event_weights
        )

    def taken_in(self, answer: tuple[tuple[AppendOutcome, ...], bool]) -> None:
        """The batch was answered; the next begins."""
        outcomes, _ = answer
        self._row_count += len(self.rows)
        self._outcomes.update(outcomes)
        self.rows = []

    @property
    def summary(self) -> interaction_values.AppendSummary:
        """What was taken in so far."""
        return interaction_values.AppendSummary(self._row_count, dict(self._outcomes))


async def each(rows: Iterable[_T] | AsyncIterable[_T]) -> AsyncIterator[_T]:
    """What comes asynchronously, or does not."""
    if isinstance(rows, AsyncIterable):
        async for row in rows:
            yield row
    else:
        for row in rows:
            yield row
