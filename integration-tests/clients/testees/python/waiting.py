"""Waits for the blocking client on threads, for the asyncio client as one does."""

from __future__ import annotations

import asyncio
import concurrent.futures
import inspect
import itertools
from typing import Any, Callable


class Waiting:
    """Makes both clients look the same to what uses them."""

    def __init__(self, threads: concurrent.futures.Executor) -> None:
        self._threads = threads

    async def result(self, call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if inspect.iscoroutinefunction(call):
            return await call(*args, **kwargs)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: call(*args, **kwargs))

    async def list(self, items: Any, limit: int | None = None) -> list[Any]:
        """The first of them, from a generator of either kind, which is closed then."""
        if inspect.isgenerator(items):
            return await self.result(lambda: _taken(items, limit))
        found = []
        try:
            async for item in items:
                found.append(item)
                if len(found) == limit:
                    break
        finally:
            await items.aclose()
        return found


def _taken(items: Any, limit: int | None) -> list[Any]:
    try:
        return list(itertools.islice(items, limit))
    finally:
        items.close()
