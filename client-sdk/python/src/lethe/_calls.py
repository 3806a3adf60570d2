"""The calls, as data: which method, what is sent, how the answer is read.

The blocking and the asyncio client make the same calls, and differ only in how they wait.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable, Generic, TypeVar

from google.longrunning.operations_pb2 import (
    CancelOperationRequest,
    GetOperationRequest,
    Operation,
)
from google.protobuf.empty_pb2 import Empty

from lethe import _answers, _fields, errors, values
from lethe.enums import UnlearningMethod
from lethe.receipts import Receipt
from lethe.v1 import erasure_pb2, model_pb2, receipt_pb2
from lethe.v1 import model_service_pb2 as models_pb2
from lethe.v1 import unlearning_service_pb2 as unlearning_pb2

if TYPE_CHECKING:
    import grpc

    from lethe.stubs import Stubs

Q = TypeVar("Q")
R = TypeVar("R")
V = TypeVar("V")
T = TypeVar("T")

_PAIR = 2


@dataclass(frozen=True)
class Call(Generic[Q, R, V]):
    """A call of one message for one message."""

    method: Callable[[Stubs], grpc.UnaryUnaryMultiCallable[Q, R]]
    request: Q
    read: Callable[[R], V]
    request_id: str | None = None

    def failed(self, failure: grpc.RpcError) -> errors.LetheError:
        """What it failed with, and under which id it may be sent again."""
        error = errors.LetheError.of(failure)
        error.request_id = self.request_id
        return error


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some of a list, and the token of the next page; empty for none."""

    items: tuple[T, ...]
    next_token: str


@dataclass(frozen=True)
class Forget:
    """What to forget: a user, an item, or some interactions; never shown."""

    user: str | None
    item: str | None
    interactions: Iterable[tuple[str, str]] | None

    def __repr__(self) -> str:
        return "Forget()"

    def target(self) -> unlearning_pb2.UnlearnRequest:
        given = [name for name, value in vars(self).items() if value is not None]
        if len(given) != 1:
            raise ValueError(
                "name one thing to forget: user, item or interactions; got "
                + (" and ".join(given) or "none")
            )
        if self.user is not None:
            return unlearning_pb2.UnlearnRequest(user=_fields.text("user", self.user))
        if self.item is not None:
            return unlearning_pb2.UnlearnRequest(item=_fields.text("item", self.item))
        pairs = [_pair(pair) for pair in self.interactions or ()]
        return unlearning_pb2.UnlearnRequest(
            interactions=unlearning_pb2.Interactions(interactions=pairs)
        )


def _pair(pair: tuple[str, str]) -> unlearning_pb2.Interaction:
    if isinstance(pair, str) or len(pair) != _PAIR:
        raise TypeError("an interaction is a pair (user, item)")
    user, item = pair
    return unlearning_pb2.Interaction(
        user=_fields.text("user", user), item=_fields.text("item", item)
    )


def plan(
    model: str, forget: Forget, method: UnlearningMethod
) -> Call[unlearning_pb2.UnlearnRequest, Operation, values.ErasurePlan]:
    request = _unlearn(model, forget, method, request_id_of(None))
    request.validate_only = True
    return Call(lambda stubs: stubs.unlearning.Unlearn, request, _answers.plan)


def unlearn(
    model: str, forget: Forget, method: UnlearningMethod, request_id: str | uuid.UUID | None
) -> Call[unlearning_pb2.UnlearnRequest, Operation, str]:
    request = _unlearn(model, forget, method, request_id_of(request_id))
    return Call(
        lambda stubs: stubs.unlearning.Unlearn,
        request,
        _answers.erasure_name,
        request.request_id,
    )


def readmit(
    model: str, target: Forget
) -> Call[unlearning_pb2.ReadmitSubjectRequest, unlearning_pb2.ReadmitSubjectResponse, int]:
    named = target.target()
    request = unlearning_pb2.ReadmitSubjectRequest(model=model_name(model))
    kind = named.WhichOneof("target")
    if kind == "user":
        request.user = named.user
    elif kind == "item":
        request.item = named.item
    else:
        request.interactions.CopyFrom(named.interactions)
    return Call(
        lambda stubs: stubs.unlearning.ReadmitSubject,
        request,
        lambda answer: answer.readmitted_count,
    )


def get_erasure(
    name: str,
) -> Call[unlearning_pb2.GetErasureRequest, erasure_pb2.Erasure, values.Erasure]:
    request = unlearning_pb2.GetErasureRequest(name=name)
    return Call(lambda stubs: stubs.unlearning.GetErasure, request, _answers.erasure)


def list_erasures(
    model: str | None, where: values.ErasureFilter | None, page_token: str
) -> Call[
    unlearning_pb2.ListErasuresRequest, unlearning_pb2.ListErasuresResponse, Page[values.Erasure]
]:
    wanted = where or values.ErasureFilter()
    request = unlearning_pb2.ListErasuresRequest(
        model=model_name(model) if model else "",
        request_id=request_id_of(wanted.request_id) if wanted.request_id else "",
        requester=wanted.requester,
        page_token=page_token,
    )
    for state in wanted.states:
        request.states.append(erasure_pb2.Erasure.State.Value(f"STATE_{state.name}"))
    if wanted.due_before is not None:
        request.due_before.FromDatetime(_fields.time("due_before", wanted.due_before))
    return Call(
        lambda stubs: stubs.unlearning.ListErasures,
        request,
        lambda page: Page(tuple(map(_answers.erasure, page.erasures)), page.next_page_token),
    )


def search_erasures(
    user: str | None, item: str | None, page_token: str
) -> Call[
    unlearning_pb2.SearchErasuresRequest,
    unlearning_pb2.SearchErasuresResponse,
    Page[values.Erasure],
]:
    if (user is None) == (item is None):
        raise ValueError("search by a user or by an item")
    request = unlearning_pb2.SearchErasuresRequest(page_token=page_token)
    if user is not None:
        request.user = _fields.text("user", user)
    if item is not None:
        request.item = _fields.text("item", item)
    return Call(
        lambda stubs: stubs.unlearning.SearchErasures,
        request,
        lambda page: Page(tuple(map(_answers.erasure, page.erasures)), page.next_page_token),
    )


def approve(
    name: str,
) -> Call[unlearning_pb2.ApproveErasureRequest, erasure_pb2.Erasure, values.Erasure]:
    request = unlearning_pb2.ApproveErasureRequest(name=name)
    return Call(lambda stubs: stubs.unlearning.ApproveErasure, request, _answers.erasure)


def cancel(
    name: str,
) -> Call[unlearning_pb2.CancelErasureRequest, erasure_pb2.Erasure, values.Erasure]:
    request = unlearning_pb2.CancelErasureRequest(name=name)
    return Call(lambda stubs: stubs.unlearning.CancelErasure, request, _answers.erasure)


def retry(
    name: str,
) -> Call[unlearning_pb2.RetryErasureRequest, erasure_pb2.Erasure, values.Erasure]:
    request = unlearning_pb2.RetryErasureRequest(name=name)
    return Call(lambda stubs: stubs.unlearning.RetryErasure, request, _answers.erasure)


def receipt(name: str) -> Call[unlearning_pb2.GetReceiptRequest, receipt_pb2.Receipt, Receipt]:
    request = unlearning_pb2.GetReceiptRequest(name=f"{name}/receipt")
    return Call(lambda stubs: stubs.unlearning.GetReceipt, request, Receipt.of)


def list_models(
    page_token: str,
) -> Call[models_pb2.ListModelsRequest, models_pb2.ListModelsResponse, Page[values.Model]]:
    return Call(
        lambda stubs: stubs.models.ListModels,
        models_pb2.ListModelsRequest(page_token=page_token),
        lambda page: Page(tuple(map(_answers.model, page.models)), page.next_page_token),
    )


def get_model(model: str) -> Call[models_pb2.GetModelRequest, model_pb2.Model, values.Model]:
    request = models_pb2.GetModelRequest(name=model_name(model))
    return Call(lambda stubs: stubs.models.GetModel, request, _answers.model)


def list_versions(
    model: str, page_token: str
) -> Call[
    models_pb2.ListModelVersionsRequest,
    models_pb2.ListModelVersionsResponse,
    Page[values.ModelVersion],
]:
    return Call(
        lambda stubs: stubs.models.ListModelVersions,
        models_pb2.ListModelVersionsRequest(parent=model_name(model), page_token=page_token),
        lambda page: Page(tuple(map(_answers.version, page.model_versions)), page.next_page_token),
    )


def get_version(
    name: str,
) -> Call[models_pb2.GetModelVersionRequest, model_pb2.ModelVersion, values.ModelVersion]:
    request = models_pb2.GetModelVersionRequest(name=name)
    return Call(lambda stubs: stubs.models.GetModelVersion, request, _answers.version)


def activate(
    name: str,
) -> Call[models_pb2.ActivateVersionRequest, model_pb2.ModelVersion, values.ModelVersion]:
    request = models_pb2.ActivateVersionRequest(name=name)
    return Call(lambda stubs: stubs.models.ActivateVersion, request, _answers.version)


def rebase(
    name: str,
) -> Call[models_pb2.RebaseVersionRequest, model_pb2.ModelVersion, values.ModelVersion]:
    request = models_pb2.RebaseVersionRequest(name=name)
    return Call(lambda stubs: stubs.models.RebaseVersion, request, _answers.version)


def set_alias(
    model: str, alias: str, version: str, basis_points: int | None
) -> Call[models_pb2.SetAliasRequest, model_pb2.Alias, values.Alias]:
    request = models_pb2.SetAliasRequest(
        name=_alias_name(model, alias), model_version=version, basis_points=basis_points
    )
    return Call(lambda stubs: stubs.models.SetAlias, request, _answers.alias)


def delete_alias(model: str, alias: str) -> Call[models_pb2.DeleteAliasRequest, Empty, None]:
    request = models_pb2.DeleteAliasRequest(name=_alias_name(model, alias))
    return Call(lambda stubs: stubs.models.DeleteAlias, request, lambda _: None)


def _alias_name(model: str, alias: str) -> str:
    return f"{model_name(model)}/aliases/{alias}"


def reload_plugins() -> Call[
    models_pb2.ReloadPluginsRequest,
    models_pb2.ReloadPluginsResponse,
    tuple[values.PluginChange, ...],
]:
    request = models_pb2.ReloadPluginsRequest()
    return Call(lambda stubs: stubs.models.ReloadPlugins, request, _answers.plugin_changes)


def delete_model(model: str) -> Call[models_pb2.DeleteModelRequest, Empty, None]:
    request = models_pb2.DeleteModelRequest(name=model_name(model))
    return Call(lambda stubs: stubs.models.DeleteModel, request, lambda _: None)


def train(
    model: str,
    plugin: str,
    options: Mapping[str, str] | None,
    seed: int,
    final_fit: bool,
    keep_beside: bool,
    request_id: str | uuid.UUID | None,
) -> Call[models_pb2.TrainModelRequest, Operation, str]:
    request = models_pb2.TrainModelRequest(
        model=model_name(model),
        plugin=plugin,
        options={
            name: _fields.text(f"options[{name!r}]", value)
            for name, value in (options or {}).items()
        },
        seed=seed,
        skip_final_fit=not final_fit,
        keep_beside=keep_beside,
        request_id=request_id_of(request_id),
    )
    return Call(
        lambda stubs: stubs.models.TrainModel,
        request,
        lambda operation: operation.name,
        request.request_id,
    )


def get_training(name: str) -> Call[GetOperationRequest, Operation, Operation]:
    request = GetOperationRequest(name=name)
    return Call(lambda stubs: stubs.operations.GetOperation, request, lambda operation: operation)


def cancel_training(name: str) -> Call[CancelOperationRequest, Empty, None]:
    request = CancelOperationRequest(name=name)
    return Call(lambda stubs: stubs.operations.CancelOperation, request, lambda _: None)


def model_name(model: str) -> str:
    return f"models/{model}"


def _unlearn(
    model: str, forget: Forget, method: UnlearningMethod, request_id: str
) -> unlearning_pb2.UnlearnRequest:
    request = forget.target()
    request.model = model_name(model)
    request.method = erasure_pb2.UnlearningMethod.ValueType(method)
    request.request_id = request_id
    return request


def request_id_of(kept: str | uuid.UUID | None) -> str:
    """The caller's own id as it is, which the server checks; else a new one."""
    return str(uuid.uuid4() if kept is None else kept)


def several(name: str, ids: Iterable[T]) -> Iterable[T]:
    if isinstance(ids, str):
        raise TypeError(f"{name} is a list of ids, not one id")
    return ids
