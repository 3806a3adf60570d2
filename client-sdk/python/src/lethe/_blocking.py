"""The connection of the blocking client, and how it calls."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Callable, TypeVar

import grpc

from lethe import _base, _calls
from lethe.stubs import Stubs

_Q = TypeVar("_Q")
_R = TypeVar("_R")
_V = TypeVar("_V")
_T = TypeVar("_T")
_Self = TypeVar("_Self", bound="BlockingBase")


class BlockingBase(_base.ClientBase):
    """What every call of the blocking client needs."""

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

    def close(self) -> None:
        """Ends the connection, and what is under way on it."""
        self._channel.close()

    def __enter__(self: _Self) -> _Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _call(self, call: _calls.Call[_Q, _R, _V], timeout: float | None = None) -> _V:
        self._addressed(call.request)
        try:
            answer = call.method(self._stubs)(call.request, timeout=self._seconds(timeout))
        except grpc.RpcError as failure:
            raise call.failed(failure) from failure
        return call.read(answer)

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
