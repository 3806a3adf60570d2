"""The Python client of Lethe, the recommendation server that can forget.

`Client` blocks, `AsyncClient` is for asyncio; both make the same calls. `lethe.v1` holds the
generated messages and stubs of the wire contract.
"""

import importlib.metadata

from lethe.aio import AsyncClient
from lethe.aio_handles import AsyncErasureHandle, AsyncTrainingHandle
from lethe.client import Client
from lethe.enums import (
    Assurance,
    ErasureState,
    ModelState,
    Outcome,
    TrainingStage,
    UnlearningMethod,
    VersionOrigin,
    VersionState,
)
from lethe.errors import (
    AbortedError,
    AlreadyExistsError,
    CancelledError,
    DataLossError,
    DeadlineExceededError,
    FailedPreconditionError,
    InternalError,
    InvalidArgumentError,
    LetheError,
    NotFoundError,
    OutOfRangeError,
    PermissionDeniedError,
    ResourceExhaustedError,
    UnauthenticatedError,
    UnavailableError,
    UnimplementedError,
    UnknownError,
)
from lethe.handles import ErasureHandle, TrainingHandle
from lethe.receipts import Defect, Receipt, ReceiptRejectedError, ReceiptVerifier
from lethe.values import (
    BatchRecommendations,
    Erasure,
    ErasureFilter,
    ErasurePhase,
    ErasurePlan,
    Model,
    ModelMetrics,
    ModelVersion,
    Recommendations,
    ScoredItem,
    Scores,
    TrainingProgress,
    UserRecommendations,
)

__version__ = importlib.metadata.version("lethe-client")

__all__ = [
    "AbortedError",
    "AlreadyExistsError",
    "Assurance",
    "AsyncClient",
    "AsyncErasureHandle",
    "AsyncTrainingHandle",
    "BatchRecommendations",
    "CancelledError",
    "Client",
    "DataLossError",
    "DeadlineExceededError",
    "Defect",
    "Erasure",
    "ErasureFilter",
    "ErasureHandle",
    "ErasurePhase",
    "ErasurePlan",
    "ErasureState",
    "FailedPreconditionError",
    "InternalError",
    "InvalidArgumentError",
    "LetheError",
    "Model",
    "ModelMetrics",
    "ModelState",
    "ModelVersion",
    "NotFoundError",
    "OutOfRangeError",
    "Outcome",
    "PermissionDeniedError",
    "Receipt",
    "ReceiptRejectedError",
    "ReceiptVerifier",
    "Recommendations",
    "ResourceExhaustedError",
    "ScoredItem",
    "Scores",
    "TrainingHandle",
    "TrainingProgress",
    "TrainingStage",
    "UnauthenticatedError",
    "UnavailableError",
    "UnimplementedError",
    "UnknownError",
    "UnlearningMethod",
    "UserRecommendations",
    "VersionOrigin",
    "VersionState",
]
