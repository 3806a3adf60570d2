"""What a server works on, for asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Callable

import grpc

from lethe import _answers, _base, _calls, _waiting, values
from lethe.receipts import Receipt
from lethe.v1.unlearning_service_pb2 import WatchErasureRequest

if TYPE_CHECKING:
    from lethe.aio import AsyncClient


class AsyncErasureHandle(_base.HandleBase):
    """An accepted erasure: what it names is not served. As `ErasureHandle`."""

    def __init__(self, client: AsyncClient, name: str, request_id: str | None = None) -> None:
        super().__init__(name, request_id)
        self._client = client

    async def now(self, *, timeout: float | None = None) -> values.Erasure:
        """As `ErasureHandle.now`."""
        erasure = await self._client._call(_calls.get_erasure(self.name), timeout)
        self._client._own.saw(erasure)
        return erasure

    async def approve(self, *, timeout: float | None = None) -> values.Erasure:
        """As `ErasureHandle.approve`."""
        return await self._client._call(_calls.approve(self.name), timeout)

    async def cancel(self, *, timeout: float | None = None) -> values.Erasure:
        """As `ErasureHandle.cancel`."""
        return await self._client._call(_calls.cancel(self.name), timeout)

    async def retry(self, *, timeout: float | None = None) -> values.Erasure:
        """As `ErasureHandle.retry`."""
        return await self._client._call(_calls.retry(self.name), timeout)

    async def receipt(self, *, timeout: float | None = None) -> Receipt:
        """As `ErasureHandle.receipt`."""
        return await self._client._call(_calls.receipt(self.name), timeout)

    async def wait(
        self,
        progress: Callable[[values.Erasure], object] | None = None,
        *,
        timeout: float = _base.ERASURE_TIMEOUT,
    ) -> values.Erasure:
        """As `ErasureHandle.wait`."""
        last = None
        states = self.watch(timeout=timeout)
        try:
            async for last in states:
                if progress:
                    progress(last)
        finally:
            await states.aclose()
        return _waiting.ended_well(last)

    async def watch(
        self, *, timeout: float = _base.ERASURE_TIMEOUT
    ) -> AsyncGenerator[values.Erasure, None]:
        """As `ErasureHandle.watch`."""
        following = _waiting.Following(self.name, timeout, self._client._own)
        watch = self._client.stubs.unlearning.WatchErasure
        request = WatchErasureRequest(name=self.name)
        while True:
            stream = watch(request, timeout=following.left())
            try:
                async for message in stream:
                    erasure = following.saw(message)
                    if erasure:
                        yield erasure
                    if following.ended:
                        return
            except grpc.RpcError as failure:
                following.broke(failure)
            finally:
                stream.cancel()
            await asyncio.sleep(following.pause())


class AsyncTrainingHandle(_base.HandleBase):
    """An accepted training. As `TrainingHandle`."""

    def __init__(self, client: AsyncClient, name: str, request_id: str | None = None) -> None:
        super().__init__(name, request_id)
        self._client = client

    async def cancel(self, *, timeout: float | None = None) -> None:
        """As `TrainingHandle.cancel`."""
        await self._client._call(_calls.cancel_training(self.name), timeout)

    async def wait(
        self,
        progress: Callable[[values.TrainingProgress], object] | None = None,
        *,
        timeout: float = _base.TRAINING_TIMEOUT,
    ) -> values.ModelVersion:
        """As `TrainingHandle.wait`."""
        waiting = _waiting.Waiting(self.name, timeout)
        while True:
            operation = await self._client._call(_calls.get_training(self.name))
            news = _answers.progress(operation)
            if news and progress:
                progress(news)
            if operation.done:
                return _answers.trained(operation)
            await asyncio.sleep(waiting.pause())
