"""The blocking client."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Callable, TypeVar

import grpc

from lethe import _base, _batches, _calls, _catalog, _serving, errors, values
from lethe.enums import Fallback, Repeats, UnlearningMethod
from lethe.handles import ErasureHandle, TrainingHandle
from lethe.stubs import Stubs

_Q = TypeVar("_Q")
_R = TypeVar("_R")
_V = TypeVar("_V")
_T = TypeVar("_T")


class Client(_base.ClientBase):
    """A Lethe server, called from Python. Safe to share among threads; make one and keep it.

    Every call takes a `timeout` in seconds instead of the client's own, is retried while the server
    is unavailable and time is left (nothing is done twice by that), and raises a LetheError when it
    fails. Models go by their id, such as `movies`; versions by their name, such as
    `models/movies/versions/3`.
    """

    def _connect(self) -> None:
        self._channel = self._settings.open()
        self._stubs = Stubs(self._channel)

    @property
    def stubs(self) -> Stubs:
        """The generated stubs over this client's connection, for what it has no method for."""
        return self._stubs

    @property
    def channel(self) -> grpc.Channel:
        """The connection."""
        return self._channel

    def recommend(
        self,
        model: str,
        user: str,
        n: int,
        *,
        exclude_items: Iterable[str] = (),
        include_seen: bool = False,
        fallback: Fallback = Fallback.NONE,
        filter: str = "",
        allow_items: Iterable[str] = (),
        min_erasure_position: int = 0,
        timeout: float | None = None,
    ) -> values.Recommendations:
        """The `n` best items for a user, 1 to 1000, best first.

        exclude_items: items that must not come back, at most 10000.
        include_seen: True to let items come back that the user has interacted with.
        fallback: what answers for a user that the model does not know; the answer's `source` says
            what it was made from.
        filter: a condition in CEL that items must pass, such as
            `"tea" in categories && attributes.price < 20`; the same in the calls below.
        allow_items: the only items that may come back, at most 10000; any if there are none.
        min_erasure_position: the answer must reflect every erasure up to it; a server that is
            behind answers `ERASURE_POSITION_BEHIND`.

        Raises NotFoundError with the reason `USER_NOT_FOUND` or `USER_CONTAINED`.
        """
        position = self._own.position(model, min_erasure_position)
        narrowing = _serving.Narrowing(filter, allow_items)
        call = _serving.recommend(
            model, user, n, exclude_items, include_seen, fallback, position, narrowing
        )
        return self._call(call, timeout)

    def batch_recommend(
        self,
        model: str,
        users: Iterable[str],
        n: int,
        *,
        include_seen: bool = False,
        fallback: Fallback = Fallback.NONE,
        filter: str = "",
        min_erasure_position: int = 0,
        timeout: float | None = None,
    ) -> values.BatchRecommendations:
        """The `n` best items for each of 1 to 256 users; users times `n` at most 50000."""
        position = self._own.position(model, min_erasure_position)
        call = _serving.batch_recommend(model, users, n, include_seen, fallback, position, filter)
        return self._call(call, timeout)

    def score(
        self,
        model: str,
        user: str,
        items: Iterable[str],
        *,
        min_erasure_position: int = 0,
        timeout: float | None = None,
    ) -> values.Scores:
        """The scores of 1 to 1000 items for a user, seen before or not."""
        position = self._own.position(model, min_erasure_position)
        return self._call(_serving.score(model, user, items, position), timeout)

    def recommend_for_items(
        self,
        model: str,
        items: Iterable[_serving.HistoryItem],
        n: int,
        *,
        exclude_items: Iterable[str] = (),
        include_given: bool = False,
        filter: str = "",
        allow_items: Iterable[str] = (),
        min_erasure_position: int = 0,
        timeout: float | None = None,
    ) -> values.Recommendations:
        """The `n` best items for a history, 1 to 1000, best first.

        A history is a session, or a visitor without an account. Nothing is stored.

        items: 1 to 1000 items, or pairs of an item and its value, or WeightedItems. What the model
            does not know is passed over.
        include_given: True to let items of the history come back.

        Raises NotFoundError with the reason `ITEM_NOT_FOUND` if the model knows no item of the
        history, InvalidArgumentError with `HISTORY_NOT_SUPPORTED` if its family cannot be asked so.
        """
        position = self._own.position(model, min_erasure_position)
        narrowing = _serving.Narrowing(filter, allow_items)
        call = _serving.recommend_for_items(
            model, items, n, exclude_items, include_given, position, narrowing
        )
        return self._call(call, timeout)

    def similar_items(
        self,
        model: str,
        item: str,
        n: int,
        *,
        exclude_items: Iterable[str] = (),
        filter: str = "",
        allow_items: Iterable[str] = (),
        min_erasure_position: int = 0,
        timeout: float | None = None,
    ) -> values.Recommendations:
        """The `n` best items that go with an item, 1 to 1000, best first; never the item itself.

        What the model recommends to a user of whom it knows this one interaction. Raises as
        `recommend_for_items` does.
        """
        narrowing = _serving.Narrowing(filter, allow_items)
        position = self._own.position(model, min_erasure_position)
        call = _serving.similar_items(model, item, n, exclude_items, position, narrowing)
        return self._call(call, timeout)

    def update_items(
        self,
        model: str,
        items: Iterable[values.CatalogItem],
        *,
        timeout: float | None = None,
    ) -> values.CatalogUpdate:
        """Puts 1 to 10000 entries into the catalogue of a model, existing or not: all or none.

        Of an item that is there twice the last one counts. When this returns, they are on the
        server's disk, and answers know them; sending them again changes nothing. A catalogue must
        hold no person's data. Needs the role `ingest`.
        """
        return self._call(_catalog.update_items(model, items), timeout)

    def delete_items(
        self, model: str, items: Iterable[str], *, timeout: float | None = None
    ) -> int:
        """Takes 1 to 10000 entries out, and tells how many there were.

        Their items count as available then. Needs the role `ingest`.
        """
        return self._call(_catalog.delete_items(model, items), timeout)

    def item(self, model: str, item: str, *, timeout: float | None = None) -> values.CatalogItem:
        """The entry of an item; `ITEM_NOT_FOUND` (NotFoundError) if it has none."""
        return self._call(_catalog.get_item(model, item), timeout)

    def items(self, model: str, *, timeout: float | None = None) -> Iterator[values.CatalogItem]:
        """The catalogue of a model, in the order in which its items came in; fetched as read."""
        return self._pages(lambda token: _catalog.list_items(model, token), timeout)

    def append_interactions(
        self,
        model: str,
        rows: Iterable[_serving.Row],
        *,
        repeats: Repeats = Repeats.LATEST,
        request_id: str | uuid.UUID | None = None,
        timeout: float | None = None,
    ) -> values.Appended:
        """Has a model, existing or not, take in 1 to 10000 interactions, all of them or none.

        When this returns, they are on the server's disk, and the next `recommend` leaves them out.
        What was ever erased from the model is not taken in: its outcome is SUPPRESSED. Needs the
        role `ingest`.

        rows: pairs `(user, item)`, triples `(user, item, value)` or InteractionRows, in the order
            in which they happened. More of them are `ITEMS_OUT_OF_RANGE`; `append_all` takes any
            number.
        repeats: the value of a pair that is taken in more than once.
        request_id: as of `unlearn`.
        """
        call = _serving.append_interactions(model, rows, repeats, request_id)
        return values.Appended(self._call(call, timeout), call.request_id or "")

    def append_all(
        self,
        model: str,
        rows: Iterable[_serving.Row],
        *,
        repeats: Repeats = Repeats.LATEST,
        timeout: float | None = None,
    ) -> values.AppendSummary:
        """Has a model take in any number of interactions, in their order.

        They are read as they are sent, by batches of at most 10000, each under a request id of its
        own and with this `timeout`. The first batch that fails ends it: the error's `appended` says
        how many rows were taken in before, its `request_id` is the batch's. After a failure with an
        unknown outcome, send that batch again by `append_interactions` under that id, then go on.
        """
        batches = _batches.Batches(model, repeats)
        for row in rows:
            if batches.add(row):
                self._append(batches, timeout)
        if batches.rows:
            self._append(batches, timeout)
        return batches.summary

    def interactions_of_user(
        self, model: str, user: str, *, timeout: float | None = None
    ) -> Iterator[values.InteractionRow]:
        """All interactions of a user that the server holds for a model, by item; fetched as read.

        What the user may ask to see or to take along. One that is being erased is held until it is
        purged. Needs the role `audit`.
        """
        return self._pages(lambda token: _serving.list_interactions(model, user, token), timeout)

    def plan(
        self,
        model: str,
        *,
        user: str | None = None,
        item: str | None = None,
        interactions: Iterable[tuple[str, str]] | None = None,
        method: UnlearningMethod = UnlearningMethod.SERVER_CHOICE,
        timeout: float | None = None,
    ) -> values.ErasurePlan:
        """What `unlearn` with the same arguments would do. Changes nothing."""
        forget = _calls.Forget(user, item, interactions)
        return self._call(_calls.plan(model, forget, method), timeout)

    def unlearn(
        self,
        model: str,
        *,
        user: str | None = None,
        item: str | None = None,
        interactions: Iterable[tuple[str, str]] | None = None,
        method: UnlearningMethod = UnlearningMethod.SERVER_CHOICE,
        request_id: str | uuid.UUID | None = None,
        timeout: float | None = None,
    ) -> ErasureHandle:
        """Has a model forget a user, an item, or 1 to 10000 pairs of a user and an item.

        When this returns, the request is on the server's disk and what it names is no longer
        served; `ErasureHandle.wait` waits for the rest.

        request_id: a random (version 4) UUID, under which the server does the work once, however
            often it is sent. Without one a new one is made, and kept over retries. After a failure
            with an unknown outcome, pass the error's `request_id`; if your own process may die in
            between, make an id and keep it.
        """
        forget = _calls.Forget(user, item, interactions)
        call = _calls.unlearn(model, forget, method, request_id)
        return ErasureHandle(self, self._call(call, timeout), call.request_id)

    def readmit(
        self,
        model: str,
        *,
        user: str | None = None,
        item: str | None = None,
        interactions: Iterable[tuple[str, str]] | None = None,
        timeout: float | None = None,
    ) -> int:
        """Lets what was erased count again from now on; what happened before stays suppressed.

        Repeating it does nothing. Gives how many of the target count again by this call.
        """
        target = _calls.Forget(user, item, interactions)
        return self._call(_calls.readmit(model, target), timeout)

    def erasure(self, name: str) -> ErasureHandle:
        """An erasure that was accepted before, by the name its handle had."""
        return ErasureHandle(self, name)

    def erasures(
        self,
        model: str | None = None,
        where: values.ErasureFilter | None = None,
        *,
        timeout: float | None = None,
    ) -> Iterator[values.Erasure]:
        """The erasures, of one model or of all, the latest accepted first; fetched as read."""
        return self._pages(lambda token: _calls.list_erasures(model, where, token), timeout)

    def erasures_of(
        self, *, user: str | None = None, item: str | None = None, timeout: float | None = None
    ) -> Iterator[values.Erasure]:
        """The erasures of one user or item, found also after it is gone. Role `audit`."""
        return self._pages(lambda token: _calls.search_erasures(user, item, token), timeout)

    def models(self, *, timeout: float | None = None) -> Iterator[values.Model]:
        """The models, by name; fetched page by page as they are read."""
        return self._pages(_calls.list_models, timeout)

    def model(self, model: str, *, timeout: float | None = None) -> values.Model:
        """One model."""
        return self._call(_calls.get_model(model), timeout)

    def versions(
        self, model: str, *, timeout: float | None = None
    ) -> Iterator[values.ModelVersion]:
        """The versions of a model, newest first; fetched page by page as they are read."""
        return self._pages(lambda token: _calls.list_versions(model, token), timeout)

    def version(self, name: str, *, timeout: float | None = None) -> values.ModelVersion:
        """One version."""
        return self._call(_calls.get_version(name), timeout)

    def activate(self, name: str, *, timeout: float | None = None) -> values.ModelVersion:
        """Makes a version the one that answers, unless it holds erased data. Administration."""
        return self._call(_calls.activate(name), timeout)

    def rebase(self, name: str, *, timeout: float | None = None) -> values.ModelVersion:
        """Makes a new version of an earlier one, without what was erased since, and activates it.

        The way back where `activate` refuses. It takes as long as erasing all that at once: give it
        a timeout of its own. Administration.
        """
        return self._call(_calls.rebase(name), timeout)

    def delete_model(self, model: str, *, timeout: float | None = None) -> None:
        """Deletes a model for good: versions and interactions. Receipts stay. Administration."""
        self._call(_calls.delete_model(model), timeout)

    def train(
        self,
        model: str,
        plugin: str = "",
        options: Mapping[str, str] | None = None,
        *,
        seed: int = 0,
        final_fit: bool = True,
        request_id: str | uuid.UUID | None = None,
        timeout: float | None = None,
    ) -> TrainingHandle:
        """Has a model trained on its imported interactions; returns when the request is accepted.

        plugin: such as `ease`; empty leaves the choice to the server, by the data's size.
        options: the plugin's own; what is left out has the plugin's default.
        seed: same data, options and seed: same parameters.
        final_fit: whether it is trained again on all interactions, held-out ones included, at what
        they chose.
        request_id: as of `unlearn`.
        """
        call = _calls.train(model, plugin, options, seed, final_fit, request_id)
        return TrainingHandle(self, self._call(call, timeout), call.request_id)

    def training(self, name: str) -> TrainingHandle:
        """A training that was accepted before, by the name its handle had."""
        return TrainingHandle(self, name)

    def close(self) -> None:
        """Ends the connection, and what is under way on it."""
        self._channel.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _call(self, call: _calls.Call[_Q, _R, _V], timeout: float | None = None) -> _V:
        try:
            answer = call.method(self._stubs)(call.request, timeout=self._seconds(timeout))
        except grpc.RpcError as failure:
            raise call.failed(failure) from failure
        return call.read(answer)

    def _append(self, batches: _batches.Batches, timeout: float | None) -> None:
        try:
            batches.taken_in(self._call(batches.call(), timeout))
        except errors.LetheError as failure:
            failure.appended = batches.summary
            raise

    def _pages(
        self,
        page: Callable[[str], _calls.Call[_Q, _R, _calls.Page[_T]]],
        timeout: float | None,
    ) -> Iterator[_T]:
        token = ""
        while True:
            found = self._call(page(token), timeout)
            yield from found.items
            token = found.next_token
            if not token:
                return
