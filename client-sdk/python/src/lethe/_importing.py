"""Any number of interactions, by a stream that goes on where it was cut."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
import time
import uuid
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import grpc
import grpc.aio

from lethe import (
    _calls,
    _serving,
    _waiting,
    errors,
    interaction_values,
)
from lethe.enums import AppendOutcome, Repeats
from lethe.v1 import interaction_service_pb2 as interactions_pb2

if TYPE_CHECKING:
    Request = interactions_pb2.ImportInteractionsRequest
    Answer = interactions_pb2.ImportInteractionsResponse

_ROWS_MAX = 10_000
# Half of what a server takes unless it is told otherwise.
_BYTES_MAX = 2 * 1024 * 1024
# Messages on their way, so that the server never waits for the next.
_AHEAD = 4
_PASSING = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)
_CUT = (grpc.StatusCode.CANCELLED, grpc.StatusCode.UNKNOWN, grpc.StatusCode.INTERNAL)


class Sending:
    """What is sent and not answered yet, and how far the server is; the clients do the sending."""

    def __init__(
        self,
        model: str,
        import_id: str | uuid.UUID | None,
        repeats: Repeats,
        event_weights: Mapping[str, float] | None,
        seconds: float,
    ) -> None:
        self.import_id = _calls.request_id_of(import_id)
        self.seconds = seconds
        self.sent: deque[Request] = deque()
        self.position = 0
        self.read = 0
        self._model = _calls.model_name(model)
        self._repeats = interactions_pb2.Repeats.ValueType(repeats)
        self._event_weights = event_weights
        self._answer = interactions_pb2.ImportInteractionsResponse()
        self._refused: list[interaction_values.RefusedRow] = []
        self._next = self.head()
        self._bytes = 0
        self._waiting: _waiting.Waiting | None = None

    def head(self) -> Request:
        """A message without rows, behind what was read."""
        return interactions_pb2.ImportInteractionsRequest(
            model=self._model,
            import_id=self.import_id,
            repeats=self._repeats,
            event_weights=self._event_weights,
        )

    @property
    def full(self) -> bool:
        """Whether the server must answer before more is sent."""
        return len(self.sent) >= _AHEAD

    def add(self, row: _serving.Row) -> bool:
        """Whether the next message is full now and must be sent."""
        sent = _serving.row(row)
        self._next.interactions.append(sent)
        self._bytes += sent.ByteSize()
        self.read += 1
        return self._bytes >= _BYTES_MAX or len(self._next.interactions) == _ROWS_MAX

    def take(self) -> Request | None:
        """The next message, to be sent; None if it has no rows."""
        taken = self._next
        if not taken.interactions:
            return None
        taken.position = self.read - len(taken.interactions)
        self.sent.append(taken)
        self._next, self._bytes = self.head(), 0
        return taken

    def answered(self, answer: Answer) -> None:
        """The server has told how far it is."""
        if answer.position > self.position:
            self._waiting = None
        self.position, self._answer = answer.position, answer
        left = interaction_values.ImportSummary.REFUSED_MAX - len(self._refused)
        for one in answer.refused_interactions[:left]:
            self._refused.append(interaction_values.RefusedRow(one.position, one.reason))
        while self.sent and self.sent[0].position + len(self.sent[0].interactions) <= self.position:
            self.sent.popleft()

    def pause(self, failure: errors.LetheError) -> float:
        """Seconds until another stream may go on; raises the failure if none may."""
        passing = (
            failure.status in _PASSING
            or failure.reason == "OVERLOADED"
            or (failure.status in _CUT and not failure.reason)
        )
        if passing:
            # Patience begins with a failure: rows that come slowly are no fault of the server's.
            if self._waiting is None:
                self._waiting = _waiting.Waiting("the import", self.seconds)
            try:
                return self._waiting.pause()
            except errors.DeadlineExceededError:
                pass
        failure.request_id = self.import_id
        failure.appended = interaction_values.AppendSummary(self.position, self._outcomes)
        raise failure

    def late(self) -> errors.LetheError:
        """The server has not answered in time."""
        text = f"the server did not answer within {self.seconds:g} s"
        return errors.make(grpc.StatusCode.DEADLINE_EXCEEDED, text)

    @property
    def summary(self) -> interaction_values.ImportSummary:
        """What became of the rows."""
        return interaction_values.ImportSummary(
            self.position, self._outcomes, tuple(self._refused), self.import_id
        )

    @property
    def _outcomes(self) -> dict[AppendOutcome, int]:
        counts = {
            AppendOutcome.STORED: self._answer.stored,
            AppendOutcome.REPLACED: self._answer.replaced,
            AppendOutcome.UNCHANGED: self._answer.unchanged,
            AppendOutcome.SUPPRESSED: self._answer.suppressed,
            AppendOutcome.OLDER: self._answer.older,
            AppendOutcome.IGNORED: self._answer.ignored,
            AppendOutcome.REFUSED: self._answer.refused,
        }
        return {outcome: count for outcome, count in counts.items() if count}


def send(
    method: Callable[..., Any], sending: Sending, rows: Iterator[_serving.Row]
) -> interaction_values.ImportSummary:
    """Sends all rows, by one stream after the other, on the calling thread."""
    while True:
        try:
            _stream(_Exchange(method, sending), sending, rows)
            return sending.summary
        except errors.LetheError as failure:
            pause = sending.pause(failure)
        time.sleep(pause)


def _stream(exchange: _Exchange, sending: Sending, rows: Iterator[_serving.Row]) -> None:
    try:
        exchange.send(sending.head())
        sending.answered(exchange.next())
        while sending.read < sending.position and next(rows, None) is not None:
            sending.read += 1
        for message in sending.sent:
            exchange.send(message)
        for row in rows:
            if sending.add(row):
                exchange.send(sending.take())
                if sending.full:
                    sending.answered(exchange.next())
        if rest := sending.take():
            exchange.send(rest)
        while sending.sent:
            sending.answered(exchange.next())
        exchange.end()
    finally:
        exchange.close()


class _Exchange:
    """One stream of the blocking client."""

    def __init__(self, method: Callable[..., Any], sending: Sending) -> None:
        self._sending = sending
        self._messages: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._late = False
        self._call = method(iter(self._messages.get, None))

    def send(self, message: Request | None) -> None:
        self._messages.put(message)

    def next(self) -> Answer:
        try:
            with self._bounded():
                answer: Answer | None = next(self._call, None)
        except grpc.RpcError as failure:
            raise (
                self._sending.late() if self._late else errors.LetheError.of(failure)
            ) from failure
        if answer is None:
            raise errors.make(grpc.StatusCode.UNAVAILABLE, "the server ended the stream early")
        return answer

    def end(self) -> None:
        """Says that no message follows, and waits for the server's end."""
        self._messages.put(None)
        try:
            with self._bounded():
                next(self._call, None)
        except grpc.RpcError as failure:
            raise errors.LetheError.of(failure) from failure

    def close(self) -> None:
        """Lets go of the stream, and of the thread that reads the messages."""
        self._messages.put(None)
        self._call.cancel()

    def _bounded(self) -> _Bound:
        return _Bound(self._sending.seconds, self._give_up)

    def _give_up(self) -> None:
        self._late = True
        self._call.cancel()


class _Bound:
    """Does something if a block takes longer."""

    def __init__(self, seconds: float, late: Callable[[], None]) -> None:
        self._timer = threading.Timer(seconds, late)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


async def send_async(
    method: Callable[..., Any], sending: Sending, rows: AsyncIterator[_serving.Row]
) -> interaction_values.ImportSummary:
    """The same over asyncio."""
    while True:
        exchange = _AsyncExchange(method(), sending)
        try:
            await _stream_async(exchange, sending, rows)
            return sending.summary
        except errors.LetheError as failure:
            pause = sending.pause(failure)
        finally:
            exchange.close()
        await asyncio.sleep(pause)


async def _stream_async(
    exchange: _AsyncExchange, sending: Sending, rows: AsyncIterator[_serving.Row]
) -> None:
    await exchange.send(sending.head())
    sending.answered(await exchange.next())
    while sending.read < sending.position:
        try:
            await rows.__anext__()
        except StopAsyncIteration:
            break
        sending.read += 1
    for message in sending.sent:
        await exchange.send(message)
    async for row in rows:
        if sending.add(row):
            await exchange.send(sending.take())
            if sending.full:
                sending.answered(await exchange.next())
    if rest := sending.take():
        await exchange.send(rest)
    while sending.sent:
        sending.answered(await exchange.next())
    await exchange.end()


class _AsyncExchange:
    """One stream of the asyncio client; answers are kept as they come."""

    def __init__(self, call: Any, sending: Sending) -> None:
        self._call = call
        self._sending = sending
        self._answers: asyncio.Queue[Answer | errors.LetheError | None] = asyncio.Queue()
        self._reading = asyncio.ensure_future(self._read())

    async def send(self, message: Request | None) -> None:
        # Why a stream has ended stands behind its last answer: the next one to be waited for.
        with contextlib.suppress(grpc.RpcError, asyncio.InvalidStateError):
            await self._call.write(message)

    async def next(self) -> Answer:
        answer = await self._within()
        if answer is None:
            raise errors.make(grpc.StatusCode.UNAVAILABLE, "the server ended the stream early")
        return answer

    async def end(self) -> None:
        await self._call.done_writing()
        await self._within()

    def close(self) -> None:
        self._call.cancel()
        self._reading.cancel()

    async def _read(self) -> None:
        try:
            async for answer in self._call:
                self._answers.put_nowait(answer)
            self._answers.put_nowait(None)
        except grpc.RpcError as failure:
            self._answers.put_nowait(errors.LetheError.of(failure))

    async def _within(self) -> Answer | None:
        try:
            answer = await asyncio.wait_for(self._answers.get(), self._sending.seconds)
        except asyncio.TimeoutError:
            raise self._sending.late() from None
        if isinstance(answer, errors.LetheError):
            raise answer
        return answer
