"""The asyncio client."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping

from lethe import (
    _asyncio,
    _batches,
    _calls,
    _catalog,
    _importing,
    _serving,
    errors,
    interaction_values,
    values,
)
from lethe.aio_handles import AsyncErasureHandle, AsyncTrainingHandle
from lethe.enums import Fallback, Repeats, UnlearningMethod


class AsyncClient(_asyncio.AsyncBase):
    """A Lethe server, called from asyncio: what `Client` has, to be awaited.

    Make it inside the running event loop that will use it, and keep it. Cancelling the task that
    awaits a call cancels the call.
    """

    async def recommend(
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
        """As `Client.recommend`."""
        position = self._own.position(model, min_erasure_position)
        narrowing = _serving.Narrowing(filter, allow_items)
        call = _serving.recommend(
            model, user, n, exclude_items, include_seen, fallback, position, narrowing, because
        )
        return await self._call(call, timeout)

    async def batch_recommend(
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
        """As `Client.batch_recommend`."""
        position = self._own.position(model, min_erasure_position)
        call = _serving.batch_recommend(model, users, n, include_seen, fallback, position, filter)
        return await self._call(call, timeout)

    async def score(
        self,
        model: str,
        user: str,
        items: Iterable[str],
        *,
        min_erasure_position: int = 0,
        timeout: float | None = None,
    ) -> values.Scores:
        """As `Client.score`."""
        position = self._own.position(model, min_erasure_position)
        return await self._call(_serving.score(model, user, items, position), timeout)

    async def recommend_for_items(
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
        """As `Client.recommend_for_items`."""
        position = self._own.position(model, min_erasure_position)
        narrowing = _serving.Narrowing(filter, allow_items)
        call = _serving.recommend_for_items(
            model, items, n, exclude_items, include_given, position, narrowing
        )
        return await self._call(call, timeout)

    async def similar_items(
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
        """As `Client.similar_items`."""
        narrowing = _serving.Narrowing(filter, allow_items)
        position = self._own.position(model, min_erasure_position)
        call = _serving.similar_items(model, item, n, exclude_items, position, narrowing)
        return await self._call(call, timeout)

    async def update_items(
        self,
        model: str,
        items: Iterable[values.CatalogItem],
        *,
        fields: Iterable[str] = (),
        timeout: float | None = None,
    ) -> values.CatalogUpdate:
        """As `Client.update_items`."""
        return await self._call(_catalog.update_items(model, items, fields), timeout)

    async def delete_items(
        self, model: str, items: Iterable[str], *, timeout: float | None = None
    ) -> int:
        """As `Client.delete_items`."""
        return await self._call(_catalog.delete_items(model, items), timeout)

    async def item(
        self, model: str, item: str, *, timeout: float | None = None
    ) -> values.CatalogItem:
        """As `Client.item`."""
        return await self._call(_catalog.get_item(model, item), timeout)

    def items(
        self, model: str, *, timeout: float | None = None
    ) -> AsyncIterator[values.CatalogItem]:
        """As `Client.items`."""
        return self._pages(lambda token: _catalog.list_items(model, token), timeout)

    async def append_interactions(
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
        """As `Client.append_interactions`."""
        call = _serving.append_interactions(
            model, rows, repeats, request_id, learn_at_once, event_weights
        )
        outcomes, learned = await self._call(call, timeout)
        return interaction_values.Appended(outcomes, call.request_id or "", learned)

    async def append_all(
        self,
        model: str,
        rows: Iterable[_serving.Row] | AsyncIterable[_serving.Row],
        *,
        repeats: Repeats = Repeats.LATEST,
        event_weights: Mapping[str, float] | None = None,
        timeout: float | None = None,
    ) -> interaction_values.AppendSummary:
        """As `Client.append_all`; the rows may come asynchronously, too."""
        batches = _batches.Batches(model, repeats, event_weights)
        async for row in _batches.each(rows):
            if batches.add(row):
                await self._append(batches, timeout)
        if batches.rows:
            await self._append(batches, timeout)
        return batches.summary

    async def import_interactions(
        self,
        model: str,
        rows: Iterable[_serving.Row] | AsyncIterable[_serving.Row],
        *,
        import_id: str | uuid.UUID | None = None,
        repeats: Repeats = Repeats.LATEST,
        event_weights: Mapping[str, float] | None = None,
        timeout: float | None = None,
    ) -> interaction_values.ImportSummary:
        """As `Client.import_interactions`; the rows may come asynchronously, too."""
        sending = _importing.Sending(
            model, import_id, repeats, event_weights, self._seconds(timeout)
        )
        method = self.stubs.interactions.ImportInteractions
        return await _importing.send_async(method, sending, _batches.each(rows))

    def interactions_of_user(
        self, model: str, user: str, *, timeout: float | None = None
    ) -> AsyncIterator[interaction_values.InteractionRow]:
        """As `Client.interactions_of_user`."""
        return self._pages(lambda token: _serving.list_interactions(model, user, token), timeout)

    async def plan(
        self,
        model: str,
        *,
        user: str | None = None,
        item: str | None = None,
        interactions: Iterable[tuple[str, str]] | None = None,
        method: UnlearningMethod = UnlearningMethod.SERVER_CHOICE,
        timeout: float | None = None,
    ) -> values.ErasurePlan:
        """As `Client.plan`."""
        forget = _calls.Forget(user, item, interactions)
        return await self._call(_calls.plan(model, forget, method), timeout)

    async def unlearn(
        self,
        model: str,
        *,
        user: str | None = None,
        item: str | None = None,
        interactions: Iterable[tuple[str, str]] | None = None,
        method: UnlearningMethod = UnlearningMethod.SERVER_CHOICE,
        request_id: str | uuid.UUID | None = None,
        timeout: float | None = None,
    ) -> AsyncErasureHandle:
        """As `Client.unlearn`."""
        forget = _calls.Forget(user, item, interactions)
        call = _calls.unlearn(model, forget, method, request_id)
        return AsyncErasureHandle(self, await self._call(call, timeout), call.request_id)

    async def readmit(
        self,
        model: str,
        *,
        user: str | None = None,
        item: str | None = None,
        interactions: Iterable[tuple[str, str]] | None = None,
        timeout: float | None = None,
    ) -> int:
        """As `Client.readmit`."""
        target = _calls.Forget(user, item, interactions)
        return await self._call(_calls.readmit(model, target), timeout)

    def erasure(self, name: str) -> AsyncErasureHandle:
        """As `Client.erasure`."""
        return AsyncErasureHandle(self, name)

    def erasures(
        self,
        model: str | None = None,
        where: values.ErasureFilter | None = None,
        *,
        timeout: float | None = None,
    ) -> AsyncIterator[values.Erasure]:
        """As `Client.erasures`."""
        return self._pages(lambda token: _calls.list_erasures(model, where, token), timeout)

    def erasures_of(
        self, *, user: str | None = None, item: str | None = None, timeout: float | None = None
    ) -> AsyncIterator[values.Erasure]:
        """As `Client.erasures_of`."""
        return self._pages(lambda token: _calls.search_erasures(user, item, token), timeout)

    def models(self, *, timeout: float | None = None) -> AsyncIterator[values.Model]:
        """As `Client.models`."""
        return self._pages(_calls.list_models, timeout)

    async def model(self, model: str, *, timeout: float | None = None) -> values.Model:
        """As `Client.model`."""
        return await self._call(_calls.get_model(model), timeout)

    def versions(
        self, model: str, *, timeout: float | None = None
    ) -> AsyncIterator[values.ModelVersion]:
        """As `Client.versions`."""
        return self._pages(lambda token: _calls.list_versions(model, token), timeout)

    async def version(self, name: str, *, timeout: float | None = None) -> values.ModelVersion:
        """As `Client.version`."""
        return await self._call(_calls.get_version(name), timeout)

    async def activate(self, name: str, *, timeout: float | None = None) -> values.ModelVersion:
        """As `Client.activate`."""
        return await self._call(_calls.activate(name), timeout)

    async def rebase(self, name: str, *, timeout: float | None = None) -> values.ModelVersion:
        """As `Client.rebase`."""
        return await self._call(_calls.rebase(name), timeout)

    async def set_alias(
        self,
        model: str,
        alias: str,
        version: str = "",
        *,
        basis_points: int | None = None,
        timeout: float | None = None,
    ) -> values.Alias:
        """As `Client.set_alias`."""
        return await self._call(_calls.set_alias(model, alias, version, basis_points), timeout)

    async def delete_alias(self, model: str, alias: str, *, timeout: float | None = None) -> None:
        """As `Client.delete_alias`."""
        await self._call(_calls.delete_alias(model, alias), timeout)

    async def reload_plugins(
        self, *, timeout: float | None = None
    ) -> tuple[values.PluginChange, ...]:
        """As `Client.reload_plugins`."""
        return await self._call(_calls.reload_plugins(), self._loading_seconds(timeout))

    async def delete_model(self, model: str, *, timeout: float | None = None) -> None:
        """As `Client.delete_model`."""
        await self._call(_calls.delete_model(model), timeout)

    async def train(
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
    ) -> AsyncTrainingHandle:
        """As `Client.train`."""
        call = _calls.train(model, plugin, options, seed, final_fit, keep_beside, request_id)
        return AsyncTrainingHandle(self, await self._call(call, timeout), call.request_id)

    def training(self, name: str) -> AsyncTrainingHandle:
        """As `Client.training`."""
        return AsyncTrainingHandle(self, name)

    async def _append(self, batches: _batches.Batches, timeout: float | None) -> None:
        try:
            batches.taken_in(await self._call(batches.call(), timeout))
        except errors.LetheError as failure:
            failure.appended = batches.summary
            raise
