"""How a fake server ends a call."""

from __future__ import annotations

from typing import Any

import grpc
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2


def fail(
    context: grpc.ServicerContext, code: grpc.StatusCode, reason: str, metadata: dict[str, str]
) -> Any:
    """Ends a call as Lethe does."""
    detail = any_pb2.Any()
    detail.Pack(error_details_pb2.ErrorInfo(reason=reason, domain="lethe.io", metadata=metadata))
    status = status_pb2.Status(code=code.value[0], message="as asked", details=[detail])
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    context.abort(code, "as asked")
