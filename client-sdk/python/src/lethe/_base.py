"""What the blocking and the asyncio client have in common."""

from __future__ import annotations

import copy
from typing import Any, Callable, TypeVar

import grpc

from lethe import _channel, _waiting

TIMEOUT = 5.0
ERASURE_TIMEOUT = 600.0
# Beyond a client's timeout: plugins are loaded one after the other, and one that hangs takes 10 s.
LOADING_TIMEOUT = 60.0
TRAINING_TIMEOUT = 3600.0

_Self = TypeVar("_Self", bound="ClientBase")


class ClientBase:
    """Settings, and what the client has erased."""

    def __init__(
        self,
        target: str,
        *,
        timeout: float = TIMEOUT,
        read_your_erasures: bool = True,
        plaintext: bool = False,
        ca: _channel.File | None = None,
        certificate: _channel.File | None = None,
        key: _channel.File | None = None,
        token: Callable[[], str] | None = None,
        credentials: grpc.ChannelCredentials | None = None,
    ) -> None:
        """Sets up a client; it connects with its first call.

        target: `host:port`, or any gRPC target. A server on this machine is called in plain text,
            any other over TLS with the authorities that this machine trusts, unless told otherwise.
        timeout: seconds a call may take, its retries included.
        read_your_erasures: whether calls ask for a version that reflects what this client has
            erased. From an erasure on that `wait` or `watch` saw completed, a server that does not
            reflect it (another one that is behind, or one set back by an old backup) answers
            `ERASURE_POSITION_BEHIND` instead of showing what was erased.
        plaintext: calls in plain text, wherever the server is: personal data crosses the network
            readable.
        ca: a PEM file of the authorities to take the server's certificate from, and no others.
        certificate, key: PEM files of the client's own certificate, with those above it, and its
            key, not encrypted.
        token: asked for a bearer token before every attempt of every call (over plain text: before
            every call), by any thread, so that a token that ends soon is followed by the next; it
            must not take long.
        credentials: whom to trust and how to be known, however you make it; instead of the files.

        Raises ValueError if a token would cross the network readable, or what to trust is said in
        two ways or is nothing; OSError if a file cannot be read.
        """
        self._settings = _channel.ChannelSettings(
            target, plaintext, ca, certificate, key, token, credentials
        )
        self._timeout = seconds(timeout)
        self._own = _waiting.OwnErasures(read_your_erasures)
        self._alias = ""
        self._connect()

    def by_alias(self: _Self, alias: str) -> _Self:
        """The same client, whose recommendations and scores are answered by an alias's version.

        Closing one closes both. A model without the alias is `ALIAS_NOT_FOUND` (NotFoundError).
        """
        other = copy.copy(self)
        other._alias = alias
        return other

    def _addressed(self, request: Any) -> None:
        """Has a request name the client's alias, if it can name one."""
        if self._alias and "alias" in request.DESCRIPTOR.fields_by_name:
            request.alias = self._alias

    def _connect(self) -> None:
        """Opens the channel."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._settings.target!r})"

    def _seconds(self, timeout: float | None) -> float:
        return self._timeout if timeout is None else seconds(timeout)

    def _loading_seconds(self, timeout: float | None) -> float:
        """Of a call for which the server loads plugins."""
        return self._timeout + LOADING_TIMEOUT if timeout is None else timeout


class HandleBase:
    """The name of something that the server works on; holds nothing else."""

    def __init__(self, name: str, request_id: str | None) -> None:
        self.name = name
        """Keep it to ask again later, of any client."""
        self.request_id = request_id
        """The id it was asked for under; None if this client only knows the name."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"


def seconds(timeout: float) -> float:
    """A time that a call may take."""
    if not timeout > 0:
        raise ValueError(f"a timeout must be more than 0 seconds, got {timeout}")
    return timeout
