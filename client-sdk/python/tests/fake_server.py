"""A Lethe server in a small memory, over the generated stubs, that fails where a test wants it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
from fake_errors import fail
from fake_shop import PAGE_SIZE, Catalogs, Interactions, Recommendations
from google.longrunning import operations_pb2, operations_pb2_grpc
from google.protobuf import empty_pb2
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from google.rpc import status_pb2
from signer import Signer

from lethe.v1 import (
    catalog_service_pb2_grpc,
    erasure_pb2,
    errors_pb2,
    interaction_service_pb2_grpc,
    model_pb2,
    model_service_pb2,
    model_service_pb2_grpc,
    receipt_pb2,
    recommendation_service_pb2_grpc,
    unlearning_service_pb2,
    unlearning_service_pb2_grpc,
)

State = erasure_pb2.Erasure
TrainModelMetadata = model_service_pb2.TrainModelMetadata
WAIT_SECONDS = 120


class Faults(grpc.ServerInterceptor):
    """Records what is sent, and loses answers after the work was done."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Message, dict[str, Any]]] = []
        self.lose = 0
        self.status = grpc.StatusCode.UNAVAILABLE
        self.details = b""
        self.delay = 0.0

    def lose_answers(self, number: int, status: grpc.StatusCode, details: bytes = b"") -> None:
        self.lose, self.status, self.details = number, status, details

    def requests(self, method: str) -> list[Any]:
        return [request for name, request, _ in self.calls if name == method]

    def headers(self, method: str) -> list[dict[str, Any]]:
        return [headers for name, _, headers in self.calls if name == method]

    def intercept_service(self, continuation: Any, details: Any) -> Any:
        handler = continuation(details)
        if handler is None or not handler.unary_unary:
            return handler
        method = details.method.rsplit("/", 1)[1]

        def answer(request: Any, context: grpc.ServicerContext) -> Any:
            self.calls.append((method, request, dict(context.invocation_metadata())))
            time.sleep(self.delay)
            done = handler.unary_unary(request, context)
            if self.lose > 0:
                self.lose -= 1
                if self.details:
                    context.set_trailing_metadata((("grpc-status-details-bin", self.details),))
                context.abort(self.status, "lost")
            return done

        return grpc.unary_unary_rpc_method_handler(
            answer, handler.request_deserializer, handler.response_serializer
        )


class FakeServer:
    """Listens on loopback. Its model is `movies`, its users ann (saw i1, i2) and bob (saw i1)."""

    def __init__(self, credentials: grpc.ServerCredentials | None = None) -> None:
        self.faults = Faults()
        self.recommendations = Recommendations()
        self.interactions = Interactions()
        self.catalogs = Catalogs()
        self.unlearning = Unlearning(self.recommendations)
        self.models = Models()
        self._server = grpc.server(ThreadPoolExecutor(8), interceptors=[self.faults])
        add = recommendation_service_pb2_grpc.add_RecommendationServiceServicer_to_server
        add(self.recommendations, self._server)
        catalog_service_pb2_grpc.add_CatalogServiceServicer_to_server(self.catalogs, self._server)
        interaction_service_pb2_grpc.add_InteractionServiceServicer_to_server(
            self.interactions, self._server
        )
        unlearning_service_pb2_grpc.add_UnlearningServiceServicer_to_server(
            self.unlearning, self._server
        )
        model_service_pb2_grpc.add_ModelServiceServicer_to_server(self.models, self._server)
        # Google's stubs have no types.
        operations_pb2_grpc.add_OperationsServicer_to_server(  # type: ignore[no-untyped-call]
            self.models, self._server
        )
        self.port = (
            self._server.add_secure_port("127.0.0.1:0", credentials)
            if credentials
            else self._server.add_insecure_port("127.0.0.1:0")
        )
        self.target = f"127.0.0.1:{self.port}"
        self._server.start()

    def close(self) -> None:
        self.unlearning.release()
        self._server.stop(0).wait()


class Unlearning(unlearning_service_pb2_grpc.UnlearningServiceServicer):
    """Forgets users, once for each request id.

    An erasure advances by one state for each message of a watch, and ends as `end` says.
    """

    def __init__(self, recommendations: Recommendations) -> None:
        self.signer = Signer()
        self.end = State.STATE_COMPLETED
        self.stuck_at = State.STATE_UNSPECIFIED
        self.break_watch_after = 0
        self.break_with = grpc.StatusCode.UNAVAILABLE
        self.watches_ended = threading.Semaphore(0)
        self.watch_headers: dict[str, Any] = {}
        self.erasures: dict[str, erasure_pb2.Erasure] = {}
        self._released = threading.Event()
        self._users = recommendations.users
        self._requests: dict[str, unlearning_service_pb2.UnlearnRequest] = {}

    def release(self) -> None:
        self._released.set()

    def Unlearn(self, request: Any, context: Any) -> Any:
        if request.validate_only:
            return self._plan(request)
        first = self._requests.setdefault(request.request_id, request)
        if first != request:
            fail(context, grpc.StatusCode.ALREADY_EXISTS, "REQUEST_ID_REUSED", {})
        name = f"erasures/{request.request_id}"
        if name not in self.erasures:
            self.erasures[name] = erasure_pb2.Erasure(
                name=name,
                model=request.model,
                state=State.STATE_RECEIVED,
                requested_method=request.method,
                interaction_count=self._users.pop(request.user, 0),
                receive_time=Timestamp(seconds=1, nanos=5000),
                erasure_position=len(self.erasures) + 1,
            )
        operation = operations_pb2.Operation(name="operations/o")
        operation.metadata.Pack(unlearning_service_pb2.UnlearnMetadata(erasure=name))
        return operation

    def GetErasure(self, request: Any, context: Any) -> Any:
        return self._known(request.name, context)

    def ListErasures(self, request: Any, context: Any) -> Any:
        every = [one for one in self.erasures.values() if request.model in ("", one.model)]
        start = int(request.page_token or 0)
        end = start + PAGE_SIZE
        return unlearning_service_pb2.ListErasuresResponse(
            erasures=every[start:end], next_page_token=str(end) if end < len(every) else ""
        )

    def WatchErasure(self, request: Any, context: Any) -> Iterator[erasure_pb2.Erasure]:
        context.add_callback(self.watches_ended.release)
        self.watch_headers = dict(context.invocation_metadata())
        erasure = self._known(request.name, context)
        left, self.break_watch_after = self.break_watch_after, 0
        yield erasure
        while erasure.state not in (self.end, self.stuck_at):
            left -= 1
            if left == 0:
                context.abort(self.break_with, "broken")
            self._advance(erasure)
            yield erasure
        if erasure.state == self.stuck_at:
            self._released.wait(WAIT_SECONDS)

    def ApproveErasure(self, request: Any, context: Any) -> Any:
        erasure = self._known(request.name, context)
        erasure.state, erasure.approver = State.STATE_RECEIVED, "second"
        return erasure

    def CancelErasure(self, request: Any, context: Any) -> Any:
        erasure = self._known(request.name, context)
        erasure.state = State.STATE_CANCELLED
        return erasure

    def ReadmitSubject(self, request: Any, context: Any) -> Any:
        return unlearning_service_pb2.ReadmitSubjectResponse(readmitted_count=1)

    def RetryErasure(self, request: Any, context: Any) -> Any:
        return erasure_pb2.Erasure(name="erasures/again", retried_erasure=request.name)

    def SearchErasures(self, request: Any, context: Any) -> Any:
        return unlearning_service_pb2.SearchErasuresResponse(
            erasures=[erasure_pb2.Erasure(name=f"erasures/{request.user or request.item}")]
        )

    def GetReceipt(self, request: Any, context: Any) -> Any:
        erasure = self._known(request.name.replace("/receipt", ""), context)
        if erasure.state != State.STATE_COMPLETED:
            fail(context, grpc.StatusCode.FAILED_PRECONDITION, "RECEIPT_NOT_READY", {})
        statement = receipt_pb2.ReceiptStatement(receipt_version=2, erasure=erasure.name)
        return receipt_pb2.Receipt(**vars(self.signer.logged(statement, b"key")))

    def _known(self, name: str, context: Any) -> erasure_pb2.Erasure:
        if name not in self.erasures:
            fail(context, grpc.StatusCode.NOT_FOUND, "ERASURE_NOT_FOUND", {"erasure": name})
        return self.erasures[name]

    def _advance(self, erasure: erasure_pb2.Erasure) -> None:
        if erasure.state == State.STATE_RECEIVED:
            erasure.state = State.STATE_SOLVING
            return
        erasure.state = self.end
        if self.end == State.STATE_FAILED:
            erasure.failure_reason = errors_pb2.VERIFICATION_FAILED
            erasure.failure_message = "step too large"

    def _plan(self, request: Any) -> Any:
        plan = erasure_pb2.UnlearnPlan(
            method=erasure_pb2.UNLEARNING_METHOD_INFLUENCE,
            interaction_count=self._users[request.user],
        )
        operation = operations_pb2.Operation(done=True)
        operation.response.Pack(erasure_pb2.Erasure(plan=plan))
        return operation


class Models(model_service_pb2_grpc.ModelServiceServicer, operations_pb2_grpc.OperationsServicer):
    """Three models, three versions each, and a training that ends at the third look."""

    def __init__(self) -> None:
        self.looks = 0
        self.error = status_pb2.Status()
        self.reload_seconds = 0.0

    def ListModels(self, request: Any, context: Any) -> Any:
        start = int(request.page_token or 0)
        end = start + PAGE_SIZE
        every = [
            model_pb2.Model(
                name=f"models/m{number}",
                state=model_pb2.Model.STATE_SERVING,
                not_learned_interaction_count=number,
                learning=model_pb2.Model.Learning(
                    supported=True,
                    learned_interaction_count=number,
                    waiting_interaction_count=3,
                    undone_interaction_count=0.5,
                    refusal="too much",
                ),
                aliases=[
                    model_pb2.Alias(
                        name=f"models/m{number}/aliases/canary",
                        model_version=f"models/m{number}/versions/1",
                        basis_points=100 * number,
                    )
                ],
            )
            for number in range(3)
        ]
        return model_service_pb2.ListModelsResponse(
            models=every[start:end], next_page_token=str(end) if end < len(every) else ""
        )

    def GetModel(self, request: Any, context: Any) -> Any:
        return model_pb2.Model(name=request.name, state=model_pb2.Model.State.ValueType(77))

    def ListModelVersions(self, request: Any, context: Any) -> Any:
        return model_service_pb2.ListModelVersionsResponse(
            model_versions=[
                model_pb2.ModelVersion(name=f"{request.parent}/versions/{number}")
                for number in (3, 2, 1)
            ]
        )

    def GetModelVersion(self, request: Any, context: Any) -> Any:
        metrics = model_pb2.ModelMetrics(validation_auc=0.5, ndcg_at_10=0.25)
        return model_pb2.ModelVersion(
            name=request.name,
            training_options={"l2": "500"},
            seed=5,
            data_position=1000,
            metrics=metrics,
        )

    def ActivateVersion(self, request: Any, context: Any) -> Any:
        return model_pb2.ModelVersion(name=request.name, active=True)

    def DeleteModel(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()

    def SetAlias(self, request: Any, context: Any) -> Any:
        return model_pb2.Alias(
            name=request.name,
            model_version=request.model_version or "models/movies/versions/2",
            basis_points=request.basis_points if request.HasField("basis_points") else 1000,
            answering=True,
        )

    def ReloadPlugins(self, request: Any, context: Any) -> Any:
        self.reload_seconds = context.time_remaining()
        change = model_service_pb2.PluginChange(
            outcome=model_service_pb2.PluginChange.OUTCOME_REFUSED,
            plugin="mine",
            plugin_version="1.0.0",
            plugin_digest="ab" * 32,
            entry="mine.zip",
            reason="it fails",
        )
        return model_service_pb2.ReloadPluginsResponse(changes=[change])

    def DeleteAlias(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()

    def RebaseVersion(self, request: Any, context: Any) -> Any:
        return model_pb2.ModelVersion(name=f"{request.name}0", active=True)

    def TrainModel(self, request: Any, context: Any) -> Any:
        return operations_pb2.Operation(name=f"operations/{request.request_id}")

    def GetOperation(self, request: Any, context: Any) -> Any:
        self.looks += 1
        operation = operations_pb2.Operation(name=request.name)
        if self.looks > 1:
            operation.metadata.Pack(
                TrainModelMetadata(
                    stage=TrainModelMetadata.STAGE_TRAINING,
                    epoch=self.looks,
                    fraction=0.5,
                    validation_epoch=self.looks if self.looks == 2 else None,
                )
            )
        operation.done = self.looks == 3
        if operation.done and self.error.code:
            operation.error.CopyFrom(self.error)
        elif operation.done:
            operation.response.Pack(model_pb2.ModelVersion(name="models/movies/versions/4"))
        return operation

    def CancelOperation(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()
