"""The blocking client."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping

from lethe import _calls, _catalog, _interactions, _serving, values
from lethe.enums import Fallback, UnlearningMethod
from lethe.handles import ErasureHandle, TrainingHandle


class Client(_interactions.InteractionCalls):
    """A Lethe server, called from Python. Safe to share among threads; make one and keep it.

    Every call takes a `timeout` in seconds instead of the client's own, is retried while the server
    is unavailable and time is left (nothing is done twice by that), and raises a LetheError when it
    fails. Models go by their id, such as `movies`; versions by their name, such as
    `models/movies/versions/3`.
    """

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
        because: int = 0,
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
        because: how many of the user's own interactions each item names that carry its score, 0 to
            5; with them `n` is at most 20.
        min_erasure_position: the answer must reflect every erasure up to it; a server that is
            behind answers `ERASURE_POSITION_BEHIND`.

        Raises NotFoundError with the reason `USER_NOT_FOUND` or `USER_CONTAINED`.
        """
        position = self._own.position(model, min_erasure_position)
        narrowing = _serving.Narrowing(filter, allow_items)
        call = _serving.recommend(
            model, user, n, exclude_items, include_seen, fallback, position, narrowing, because
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
        fields: Iterable[str] = (),
        timeout: float | None = None,
    ) -> values.CatalogUpdate:
        """Puts 1 to 10000 entries into the catalogue of a model, existing or not: all or none.

        Of an item that is there twice the last one counts. When this returns, they are on the
        server's disk, and answers know them; sending them again changes nothing. A catalogue must
        hold no person's data. Needs the role `ingest`.

        fields: the only ones that change, of `categories`, `attributes`, `available` and
            `listed_time`; whole entries if there are none.
        """
        return self._call(_catalog.update_items(model, items, fields), timeout)

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

    def set_alias(
        self,
        model: str,
        alias: str,
        version: str = "",
        *,
        basis_points: int | None = None,
        timeout: float | None = None,
    ) -> values.Alias:
        """Has a version answer by a name, and for a share of the users. Administration.

        version: its name; empty for the one that the alias has.
        basis_points: the share, 0 to 10000, or None for the one that it has; a new one has 0.
        """
        return self._call(_calls.set_alias(model, alias, version, basis_points), timeout)

    def delete_alias(self, model: str, alias: str, *, timeout: float | None = None) -> None:
        """Takes an alias away; the active version answers for its share. Administration."""
        self._call(_calls.delete_alias(model, alias), timeout)

    def reload_plugins(self, *, timeout: float | None = None) -> tuple[values.PluginChange, ...]:
        """Has the server read its plugin folder again, for trainings that begin afterwards.

        Versions go on with the plugin that made them. Without `timeout` it has a minute more than
        other calls. Administration.
        """
        return self._call(_calls.reload_plugins(), self._loading_seconds(timeout))

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
        keep_beside: bool = False,
        request_id: str | uuid.UUID | None = None,
        timeout: float | None = None,
    ) -> TrainingHandle:
        """Has a model trained on its imported interactions; returns when the request is accepted.

        plugin: such as `ease`; empty leaves the choice to the server, by the data's size.
        options: the plugin's own; what is left out has the plugin's default.
        seed: same data, options and seed: same parameters.
        final_fit: whether it is trained again on all interactions, held-out ones included, at what
        they chose.
        keep_beside: True to keep the version beside the active one, for an alias or `activate`.
        request_id: as of `unlearn`.
        """
        call = _calls.train(model, plugin, options, seed, final_fit, keep_beside, request_id)
        return TrainingHandle(self, self._call(call, timeout), call.request_id)

    def training(self, name: str) -> TrainingHandle:
        """A training that was accepted before, by the name its handle had."""
        return TrainingHandle(self, name)
