"""What a server works on, for those who block until it is done."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Generator
from typing import TYPE_CHECKING, Callable

import grpc

from lethe import _answers, _base, _calls, _waiting, values
from lethe.receipts import Receipt
from lethe.v1.unlearning_service_pb2 import WatchErasureRequest

if TYPE_CHECKING:
    from lethe.client import Client


class ErasureHandle(_base.HandleBase):
    """An accepted erasure: what it names is not served. Safe to share among threads."""

    def __init__(self, client: Client, name: str, request_id: str | None = None) -> None:
        super().__init__(name, request_id)
        self._client = client

    def now(self, *, timeout: float | None = None) -> values.Erasure:
        """How it fares now."""
        erasure = self._client._call(_calls.get_erasure(self.name), timeout)
        self._client._own.saw(erasure)
        return erasure

    def approve(self, *, timeout: float | None = None) -> values.Erasure:
        """Lets it be carried out, if it is held; approving again changes nothing."""
        return self._client._call(_calls.approve(self.name), timeout)

    def cancel(self, *, timeout: float | None = None) -> values.Erasure:
        """Takes it back, if its solving has not begun: what it names is served again.

        Cancelling again changes nothing. Raises FailedPreconditionError with the reason
        `ERASURE_NOT_CANCELLABLE` when it is too late.
        """
        return self._client._call(_calls.cancel(self.name), timeout)

    def retry(self, *, timeout: float | None = None) -> values.Erasure:
        """Takes it up as a new erasure, if it failed; retrying again gives the same one.

        Raises FailedPreconditionError with the reason `ERASURE_NOT_FAILED` if it did not fail.
        """
        return self._client._call(_calls.retry(self.name), timeout)

    def receipt(self, *, timeout: float | None = None) -> Receipt:
        """Its receipt; FailedPreconditionError with `RECEIPT_NOT_READY` before it has ended."""
        return self._client._call(_calls.receipt(self.name), timeout)

    def wait(
        self,
        progress: Callable[[values.Erasure], object] | None = None,
        *,
        timeout: float = _base.ERASURE_TIMEOUT,
    ) -> values.Erasure:
        """Waits until it is completed or taken back, through broken connections and restarts.

        progress: told of each new state, the last included, on the calling thread.
        timeout: seconds; when they are over, the erasure goes on at the server all the same.

        Gives the erasure as it ended. Raises a LetheError with its reason if it failed, and
        DeadlineExceededError after the timeout.
        """
        last = None
        with contextlib.closing(self.watch(timeout=timeout)) as states:
            for last in states:
                if progress:
                    progress(last)
        return _waiting.ended_well(last)

    def watch(
        self, *, timeout: float = _base.ERASURE_TIMEOUT
    ) -> Generator[values.Erasure, None, None]:
        """Its states as they come, through broken connections, until one is terminal.

        Leaving the loop, or `close`, ends the watch. Raises as `wait` does, but not for an erasure
        that failed: its last state says so.
        """
        following = _waiting.Following(self.name, timeout, self._client._own)
        watch = self._client.stubs.unlearning.WatchErasure
        request = WatchErasureRequest(name=self.name)
        while True:
            stream = watch(request, timeout=following.left())
            try:
                for message in stream:
                    erasure = following.saw(message)
                    if erasure:
                        yield erasure
                    if following.ended:
                        return
            except grpc.RpcError as failure:
                following.broke(failure)
            finally:
                stream.cancel()
            time.sleep(following.pause())


class TrainingHandle(_base.HandleBase):
    """An accepted training. Safe to share among threads."""

    def __init__(self, client: Client, name: str, request_id: str | None = None) -> None:
        super().__init__(name, request_id)
        self._client = client

    def cancel(self, *, timeout: float | None = None) -> None:
        """Asks the server to stop; the model stays as it was."""
        self._client._call(_calls.cancel_training(self.name), timeout)

    def wait(
        self,
        progress: Callable[[values.TrainingProgress], object] | None = None,
        *,
        timeout: float = _base.TRAINING_TIMEOUT,
    ) -> values.ModelVersion:
        """Waits until the version is trained and active, and gives it.

        progress: told now and then, on the calling thread.
        timeout: seconds; when they are over, the training goes on at the server all the same.

        Raises a LetheError with its reason if it failed, and DeadlineExceededError after the
        timeout.
        """
        waiting = _waiting.Waiting(self.name, timeout)
        while True:
            operation = self._client._call(_calls.get_training(self.name))
            news = _answers.progress(operation)
            if news and progress:
                progress(news)
            if operation.done:
                return _answers.trained(operation)
            time.sleep(waiting.pause())
