"""An asyncio client as the blocking one looks, so that both pass the same tests."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Iterator
from typing import Any

import lethe

WAIT_SECONDS = 120
AWAITED = (lethe.AsyncClient, lethe.AsyncErasureHandle, lethe.AsyncTrainingHandle)


class Loop:
    """An event loop on a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    def run(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(WAIT_SECONDS)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WAIT_SECONDS)
        self._loop.close()


class Blocking:
    """Waits for whatever must be awaited of an object."""

    def __init__(self, loop: Loop, inner: Any) -> None:
        self._loop = loop
        self._inner = inner

    @staticmethod
    def client(loop: Loop, target: str, **settings: Any) -> Blocking:
        async def make() -> lethe.AsyncClient:
            return lethe.AsyncClient(target, **settings)

        return Blocking(loop, loop.run(make()))

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._inner, name)
        return self._wrapped(value) if inspect.ismethod(value) else value

    def _wrapped(self, method: Any) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            result = method(*args, **kwargs)
            if inspect.iscoroutine(result):
                result = self._loop.run(result)
            if inspect.isasyncgen(result):
                return self._read(result)
            return Blocking(self._loop, result) if isinstance(result, AWAITED) else result

        return call

    def _read(self, items: Any) -> Iterator[Any]:
        try:
            while True:
                yield self._loop.run(items.__anext__())
        except StopAsyncIteration:
            return
        finally:
            self._loop.run(items.aclose())
