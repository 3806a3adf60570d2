"""What a failed call raises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Callable

import grpc
from google.protobuf.message import DecodeError
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status

from lethe.v1 import errors_pb2

if TYPE_CHECKING:
    from lethe.interaction_values import AppendSummary

_SUPPLIER_FAILED = "the token supplier failed"
_DOMAIN = "lethe.io"
_DETAILS = "grpc-status-details-bin"
_STATUSES = {status.value[0]: status for status in grpc.StatusCode}


class LetheError(Exception):
    """A call that failed. Decide by its class or by `reason`; the message is for people.

    Neither message nor metadata ever hold a user's or an item's id.
    """

    status: grpc.StatusCode
    """The gRPC status; each has a subclass of this class."""
    reason: str
    """The name of a `lethe.v1.ErrorReason`, such as `USER_NOT_FOUND`.

    Empty when the failure did not come from Lethe itself: a deadline, a broken connection. A newer
    server may send names that this client does not know.
    """
    metadata: Mapping[str, str]
    """What the reason's description says comes with it."""
    request_id: str | None
    """The id of the failed `unlearn`, `train` or `append_interactions`, of the failed batch of
    `append_all`, or of the import: sent again under it, the work is done once."""
    appended: AppendSummary | None
    """What a failed `append_all` took in before the batch that failed, or what of a failed
    `import_interactions` is in; None of other calls."""

    def __init__(
        self,
        message: str,
        status: grpc.StatusCode,
        reason: str = "",
        metadata: Mapping[str, str] | None = None,
        request_id: str | None = None,
        appended: AppendSummary | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason
        self.metadata = dict(metadata or {})
        self.request_id = request_id
        self.appended = appended

    def __reduce__(self) -> tuple[Callable[..., LetheError], tuple[Any, ...]]:
        """Errors cross process borders, as those of a task queue."""
        parts = (str(self), self.status, self.reason, self.metadata, self.request_id, self.appended)
        return type(self), parts

    @staticmethod
    def of(failure: grpc.RpcError) -> LetheError:
        """The error for what the generated stubs raise, for calls made with them."""
        # Both gRPC's blocking and its asyncio errors are calls, which their common class is not.
        call: Any = failure
        if _SUPPLIER_FAILED in (call.details() or ""):
            return token_supplier_failed()
        info = _error_info(_details(call.trailing_metadata()))
        return make(call.code(), call.details(), info.reason, info.metadata)


class InvalidArgumentError(LetheError, ValueError):
    """An argument is out of its bounds or malformed."""


class NotFoundError(LetheError):
    """No such model, version, user, item, erasure, or operation."""


class AlreadyExistsError(LetheError):
    """The request id was used for another request."""


class FailedPreconditionError(LetheError):
    """The server's state does not allow it: read it, then decide."""


class AbortedError(LetheError):
    """Something changed underneath the call: read it again, then retry."""


class ResourceExhaustedError(LetheError):
    """Too many calls, too many erasures, or no space: back off."""


class UnauthenticatedError(LetheError):
    """The call proves no identity."""


class PermissionDeniedError(LetheError):
    """The caller may not do this."""


class UnavailableError(LetheError):
    """The server cannot be reached, is going down, or has nothing to answer with yet."""


class DeadlineExceededError(LetheError, TimeoutError):
    """Time was up. What was asked for may have been done all the same."""


class CancelledError(LetheError):
    """The call, or the work, was given up because a caller asked for that."""


class UnimplementedError(LetheError):
    """The server does not know the call, or has it on its admin port only."""


class InternalError(LetheError):
    """The server, or a plugin in it, failed."""


class DataLossError(LetheError):
    """A checkpoint is damaged."""


class OutOfRangeError(LetheError):
    """Past the end."""


class UnknownError(LetheError):
    """The cause is not known."""


_CLASSES: dict[grpc.StatusCode, type[LetheError]] = {
    grpc.StatusCode.CANCELLED: CancelledError,
    grpc.StatusCode.UNKNOWN: UnknownError,
    grpc.StatusCode.INVALID_ARGUMENT: InvalidArgumentError,
    grpc.StatusCode.DEADLINE_EXCEEDED: DeadlineExceededError,
    grpc.StatusCode.NOT_FOUND: NotFoundError,
    grpc.StatusCode.ALREADY_EXISTS: AlreadyExistsError,
    grpc.StatusCode.PERMISSION_DENIED: PermissionDeniedError,
    grpc.StatusCode.RESOURCE_EXHAUSTED: ResourceExhaustedError,
    grpc.StatusCode.FAILED_PRECONDITION: FailedPreconditionError,
    grpc.StatusCode.ABORTED: AbortedError,
    grpc.StatusCode.OUT_OF_RANGE: OutOfRangeError,
    grpc.StatusCode.UNIMPLEMENTED: UnimplementedError,
    grpc.StatusCode.INTERNAL: InternalError,
    grpc.StatusCode.UNAVAILABLE: UnavailableError,
    grpc.StatusCode.DATA_LOSS: DataLossError,
    grpc.StatusCode.UNAUTHENTICATED: UnauthenticatedError,
}


def make(
    status: grpc.StatusCode,
    text: str | None,
    reason: str = "",
    metadata: Mapping[str, str] | None = None,
) -> LetheError:
    """An error of the class that belongs to the status."""
    kind = reason or status.name
    message = f"{kind}: {text}" if text else kind
    return _CLASSES.get(status, UnknownError)(message, status, reason, metadata)


def token_supplier_failed() -> LetheError:
    """Over TLS gRPC makes it UNAVAILABLE, and hands on nothing but the text."""
    return make(grpc.StatusCode.UNAUTHENTICATED, _SUPPLIER_FAILED)


def of_status(failure: Status) -> LetheError:
    """The failure of a long-running operation."""
    info = _error_info(failure)
    status = _STATUSES.get(failure.code, grpc.StatusCode.UNKNOWN)
    return make(status, failure.message, info.reason, info.metadata)


def of_failed_erasure(name: str, reason: str, text: str) -> LetheError:
    """The failure that an erasure ended with."""
    return make(_status_of(reason), f"{text} ({name})", reason, {"erasure": name})


def _status_of(reason: str) -> grpc.StatusCode:
    value = errors_pb2.ErrorReason.DESCRIPTOR.values_by_name.get(reason)
    code = value.GetOptions().Extensions[errors_pb2.reason_status] if value else 0
    return _STATUSES[code] if code else grpc.StatusCode.UNKNOWN


def _details(trailers: Any | None) -> Status:
    found: bytes | str = b""
    for key, value in trailers or ():
        if key == _DETAILS:
            found = value
    try:
        return Status.FromString(found) if isinstance(found, bytes) else Status()
    except DecodeError:
        # A garbled detail must not hide the failure it came with.
        return Status()


def _error_info(status: Status) -> ErrorInfo:
    for detail in status.details:
        info = ErrorInfo()
        try:
            if detail.Unpack(info) and info.domain == _DOMAIN:
                return info
        except DecodeError:
            # As above.
            return ErrorInfo()
    return ErrorInfo()
