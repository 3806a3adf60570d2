"""The generated stubs of a client's connection, for what the client has no method for.

They raise `grpc.RpcError`, which `LetheError.of` reads, and have no deadline of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import grpc
import grpc.aio
from google.longrunning.operations_pb2_grpc import OperationsStub

from lethe.v1.audit_pb2_grpc import AuditServiceStub
from lethe.v1.catalog_service_pb2_grpc import CatalogServiceStub
from lethe.v1.interaction_service_pb2_grpc import InteractionServiceStub
from lethe.v1.model_service_pb2_grpc import ModelServiceStub
from lethe.v1.recommendation_service_pb2_grpc import RecommendationServiceStub
from lethe.v1.unlearning_service_pb2_grpc import UnlearningServiceStub

if TYPE_CHECKING:
    from google.longrunning.operations_pb2 import (
        CancelOperationRequest,
        GetOperationRequest,
        Operation,
    )
    from google.protobuf.empty_pb2 import Empty

    from lethe.v1.audit_pb2_grpc import AuditServiceAsyncStub
    from lethe.v1.catalog_service_pb2_grpc import CatalogServiceAsyncStub
    from lethe.v1.interaction_service_pb2_grpc import InteractionServiceAsyncStub
    from lethe.v1.model_service_pb2_grpc import ModelServiceAsyncStub
    from lethe.v1.recommendation_service_pb2_grpc import RecommendationServiceAsyncStub
    from lethe.v1.unlearning_service_pb2_grpc import UnlearningServiceAsyncStub

    class Operations:
        """What Google's stubs, which have no types, offer of long-running operations."""

        GetOperation: grpc.UnaryUnaryMultiCallable[GetOperationRequest, Operation]
        CancelOperation: grpc.UnaryUnaryMultiCallable[CancelOperationRequest, Empty]

    class AsyncOperations:
        """The same over asyncio."""

        GetOperation: grpc.aio.UnaryUnaryMultiCallable[GetOperationRequest, Operation]
        CancelOperation: grpc.aio.UnaryUnaryMultiCallable[CancelOperationRequest, Empty]

    class AsyncStubs:
        """What `Stubs` is over an asyncio channel."""

        recommendations: RecommendationServiceAsyncStub
        interactions: InteractionServiceAsyncStub
        catalogs: CatalogServiceAsyncStub
        unlearning: UnlearningServiceAsyncStub
        models: ModelServiceAsyncStub
        audit: AuditServiceAsyncStub
        operations: AsyncOperations


class Stubs:
    """One stub for each of the server's services."""

    def __init__(self, channel: grpc.Channel | grpc.aio.Channel) -> None:
        self.recommendations = RecommendationServiceStub(channel)
        self.interactions = InteractionServiceStub(channel)
        self.catalogs = CatalogServiceStub(channel)
        self.unlearning = UnlearningServiceStub(channel)
        self.models = ModelServiceStub(channel)
        self.audit = AuditServiceStub(channel)
        # Google's stubs have no types.
        self.operations = cast("Operations", OperationsStub(channel))  # type: ignore[no-untyped-call]
