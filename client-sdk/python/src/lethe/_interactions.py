"""The calls of the blocking client that take interactions in or show them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping

from lethe import (
    _batches,
    _blocking,
    _importing,
    _serving,
    errors,
    interaction_values,
)
from lethe.enums import Repeats


class InteractionCalls(_blocking.BlockingBase):
    """Interactions: what comes in, and what is held of a user."""

    def append_interactions(
        self,
        model: str,
        rows: Iterable[_serving.Row],
        *,
        repeats: Repeats = Repeats.LATEST,
        event_weights: Mapping[str, float] | None = None,
        request_id: str | uuid.UUID | None = None,
        learn_at_once: bool = False,
        timeout: float | None = None,
    ) -> interaction_values.Appended:
        """Has a model, existing or not, take in 1 to 10000 interactions, all of them or none.

        When this returns, they are on the server's disk, and the next `recommend` leaves them out.
        What was ever erased from the model is not taken in: its outcome is SUPPRESSED. Needs the
        role `ingest`.

        rows: pairs `(user, item)`, triples `(user, item, value)` or InteractionRows, in the order
            in which they happened. More of them are `ITEMS_OUT_OF_RANGE`; `append_all` takes any
            number.
        repeats: the value of a pair that is taken in more than once.
        event_weights: by event type what values are multiplied by, 0 to 1000000, before `repeats`
            decides, such as {"view": 1, "purchase": 5}. Rows of weight 0 are IGNORED, those of
            another event type refused; those without one have weight 1. Each weighs 1 if None.
        request_id: as of `unlearn`.
        learn_at_once: waits, up to 10 seconds, until the model has learned them, too, if its family
            learns between trainings: `learned` of the answer tells. Take a longer `timeout`.
        """
        call = _serving.append_interactions(
            model, rows, repeats, request_id, learn_at_once, event_weights
        )
        outcomes, learned = self._call(call, timeout)
        return interaction_values.Appended(outcomes, call.request_id or "", learned)

    def append_all(
        self,
        model: str,
        rows: Iterable[_serving.Row],
        *,
        repeats: Repeats = Repeats.LATEST,
        event_weights: Mapping[str, float] | None = None,
        timeout: float | None = None,
    ) -> interaction_values.AppendSummary:
        """Has a model take in any number of interactions, in their order.

        They are read as they are sent, by batches of at most 10000, each under a request id of its
        own and with this `timeout`. The first batch that fails ends it: the error's `appended` says
        how many rows were taken in before, its `request_id` is the batch's. After a failure with an
        unknown outcome, send that batch again by `append_interactions` under that id, then go on.
        """
        batches = _batches.Batches(model, repeats, event_weights)
        for row in rows:
            if batches.add(row):
                self._append(batches, timeout)
        if batches.rows:
            self._append(batches, timeout)
        return batches.summary

    def import_interactions(
        self,
        model: str,
        rows: Iterable[_serving.Row],
        *,
        import_id: str | uuid.UUID | None = None,
        repeats: Repeats = Repeats.LATEST,
        event_weights: Mapping[str, float] | None = None,
        timeout: float | None = None,
    ) -> interaction_values.ImportSummary:
        """Has a model take in any number of interactions by a stream, in their order.

        A stream that is cut goes on by itself. Beyond 5,000,000 rows that no version has learned
        the server takes no more, MODEL_NOT_READY: a training makes room, and the import goes on
        under its id. The rows are read as they are sent. A row that cannot be stored is refused by
        itself: the summary's `refused` names some of them. When this returns, all others are on the
        server's disk.

        import_id: a random UUID, to go on with an import within 24 hours of its beginning: of the
            same rows, those that the server has are passed over. A new one if None.
        timeout: seconds within which something new must be on the server's disk.

        A LetheError's `appended` says how much of the import is in, its `request_id` is the
        import's id.
        """
        sending = _importing.Sending(
            model, import_id, repeats, event_weights, self._seconds(timeout)
        )
        return _importing.send(self.stubs.interactions.ImportInteractions, sending, iter(rows))

    def interactions_of_user(
        self, model: str, user: str, *, timeout: float | None = None
    ) -> Iterator[interaction_values.InteractionRow]:
        """All interactions of a user that the server holds for a model, by item; fetched as read.

        What the user may ask to see or to take along. One that is being erased is held until it is
        purged. Needs the role `audit`.
        """
        return self._pages(lambda token: _serving.list_interactions(model, user, token), timeout)

    def _append(self, batches: _batches.Batches, timeout: float | None) -> None:
        try:
            batches.taken_in(self._call(batches.call(), timeout))
        except errors.LetheError as failure:
            failure.appended = batches.summary
            raise
