"""How one waits for a server's work: decisions only; the clients do the waiting."""

from __future__ import annotations

import threading
import time
from typing import Callable

import grpc

from lethe import _answers, errors, values
from lethe.enums import ErasureState
from lethe.v1 import erasure_pb2

_FIRST_PAUSE_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 2.0


class OwnErasures:
    """The highest position, per model, of erasures that a client saw completed.

    Every later call asks for a version that reflects it, so that no caller reads what it has just
    erased: not from a second server that is behind, and not from one that was set back. Safe to
    share among threads; one number per model.
    """

    def __init__(self, heeded: bool) -> None:
        self._heeded = heeded
        self._positions: dict[str, int] = {}
        self._lock = threading.Lock()

    def saw(self, erasure: values.Erasure) -> None:
        """One that found nothing to forget needs no version of its own, and may never get one."""
        completed = erasure.state == ErasureState.COMPLETED and erasure.interaction_count > 0
        if self._heeded and completed:
            with self._lock:
                self._positions[erasure.model] = self.position(
                    erasure.model, erasure.erasure_position
                )

    def position(self, model: str, wanted: int = 0) -> int:
        """What a call must ask for; what the caller wants comes on top."""
        return max(wanted, self._positions.get(model, 0))


class Waiting:
    """Pauses between looks at the server: longer each time, up to a bound, until a time is over."""

    def __init__(
        self, name: str, timeout: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._name = name
        self._timeout = timeout
        self._clock = clock
        self._end = clock() + timeout
        self._pause = _FIRST_PAUSE_SECONDS

    def left(self) -> float:
        """Seconds until the time is over; raises DeadlineExceededError when it is."""
        left = self._end - self._clock()
        if left <= 0:
            raise errors.make(
                grpc.StatusCode.DEADLINE_EXCEEDED,
                f"{self._name} had not ended after {self._timeout:g} s; it goes on at the server",
            )
        return left

    def pause(self) -> float:
        """Seconds until the next look, which there is time for."""
        pause = min(self._pause, self.left())
        self._pause = min(2 * self._pause, _LONGEST_PAUSE_SECONDS)
        return pause


class Following(Waiting):
    """Follows one erasure to its end, through broken connections and restarts of the server."""

    def __init__(self, name: str, timeout: float, own: OwnErasures) -> None:
        super().__init__(name, timeout)
        self._own = own
        self.last: values.Erasure | None = None

    @property
    def ended(self) -> bool:
        return self.last is not None and self.last.state.is_terminal

    def saw(self, message: erasure_pb2.Erasure) -> values.Erasure | None:
        """The erasure, if it is news: a new stream begins with what the broken one ended with."""
        erasure = _answers.erasure(message)
        if erasure == self.last:
            return None
        self.last = erasure
        self._own.saw(erasure)
        return erasure

    def broke(self, failure: grpc.RpcError) -> None:
        """Raises what a stream broke with, unless another one may be tried."""
        error = errors.LetheError.of(failure)
        if error.status == grpc.StatusCode.DEADLINE_EXCEEDED:
            self.left()
        elif error.status != grpc.StatusCode.UNAVAILABLE:
            raise error from failure


def ended_well(erasure: values.Erasure | None) -> values.Erasure:
    """The erasure that a watch ended with, completed or cancelled; raises why it failed."""
    if erasure is None or not erasure.state.is_terminal:
        raise AssertionError("a watch that has ended has seen an end")
    if erasure.state == ErasureState.FAILED:
        raise errors.of_failed_erasure(
            erasure.name, erasure.failure_reason, erasure.failure_message
        )
    return erasure
