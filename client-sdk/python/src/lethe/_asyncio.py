"""The connection of the asyncio client, and how it calls."""

from __future__ import annotations

from collections.abc import AsyncIterator
from types import TracebackType
from typing import (
    TYPE_CHECKING,
    Callable,
    TypeVar,
    cast,
)

import grpc
import grpc.aio

from lethe import _base, _calls
from lethe.stubs import Stubs

if TYPE_CHECKING:
    from lethe.stubs import AsyncStubs

_Q = TypeVar("_Q")
_R = TypeVar("_R")
_V = TypeVar("_V")
_T = TypeVar("_T")
_Self = TypeVar("_Self", bound="AsyncBase")


class AsyncBase(_base.ClientBase):
    """What every call of the asyncio client needs."""

    def _connect(self) -> None:
        self._channel = self._settings.open_async()
        self._stubs = Stubs(self._channel)

    @property
    def stubs(self) -> AsyncStubs:
        """As `Client.stubs`."""
        return cast("AsyncStubs", self._stubs)

    @property
    def channel(self) -> grpc.aio.Channel:
        """As `Client.channel`."""
        return self._channel

    async def close(self) -> None:
        """As `Client.close`."""
        await self._channel.close()

    async def __aenter__(self: _Self) -> _Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def _call(self, call: _calls.Call[_Q, _R, _V], timeout: float | None = None) -> _V:
        self._addressed(call.request)
        # The stubs are those of an asyncio channel, whatever the types say.
        method = cast("grpc.aio.UnaryUnaryMultiCallable[_Q, _R]", call.method(self._stubs))
        try:
            answer = await method(call.request, timeout=self._seconds(timeout))
        except grpc.RpcError as failure:
            raise call.failed(failure) from failure
        except grpc.aio.UsageError as failure:
            # As the blocking channel says that it is closed.
            raise ValueError(str(failure)) from failure
        return call.read(answer)

    async def _pages(
        self,
        page: Callable[[str], _calls.Call[_Q, _R, _calls.Page[_T]]],
        timeout: float | None,
    ) -> AsyncIterator[_T]:
        token = ""
        while True:
            found = await self._call(page(token), timeout)
            for item in found.items:
                yield item
            token = found.next_token
            if not token:
                return
