"""From the wire's messages to our values. A missing field is the contract's default."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import TypeVar

import grpc
from google.longrunning.operations_pb2 import Operation
from google.protobuf.any_pb2 import Any
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import DecodeError, Message
from google.protobuf.timestamp_pb2 import Timestamp

from lethe import (
    errors,
    interaction_values,
    values,
)
from lethe.enums import (
    AppendOutcome,
    ErasureState,
    ModelState,
    Outcome,
    PluginOutcome,
    Source,
    TrainingStage,
    UnlearningMethod,
    VersionOrigin,
    VersionState,
)
from lethe.v1 import (
    erasure_pb2,
    errors_pb2,
    interaction_service_pb2,
    model_pb2,
    model_service_pb2,
    recommendation_service_pb2,
    unlearning_service_pb2,
)

_M = TypeVar("_M", bound=Message)
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def recommendations(
    message: recommendation_service_pb2.RecommendResponse,
) -> values.Recommendations:
    return values.Recommendations(
        _items(message.items),
        message.model_version,
        message.erasure_position,
        Source(message.source),
    )


def for_items(
    message: recommendation_service_pb2.RecommendForItemsResponse
    | recommendation_service_pb2.SimilarItemsResponse,
) -> values.Recommendations:
    return values.Recommendations(
        _items(message.items), message.model_version, message.erasure_position, Source.HISTORY
    )


def batch(
    message: recommendation_service_pb2.BatchRecommendResponse,
) -> values.BatchRecommendations:
    results = tuple(
        values.UserRecommendations(
            Outcome(result.outcome), _items(result.items), Source(result.source)
        )
        for result in message.results
    )
    return values.BatchRecommendations(results, message.model_version, message.erasure_position)


def scores(message: recommendation_service_pb2.ScoreResponse) -> values.Scores:
    found = tuple(one.score if one.HasField("score") else None for one in message.scores)
    return values.Scores(found, message.model_version, message.erasure_position)


def append_answer(
    message: interaction_service_pb2.AppendInteractionsResponse,
) -> tuple[tuple[AppendOutcome, ...], bool]:
    return tuple(map(AppendOutcome, message.outcomes)), message.learned


def interaction(
    message: interaction_service_pb2.InteractionRow,
) -> interaction_values.InteractionRow:
    value = message.value if message.HasField("value") else 1.0
    time = _time(message, "time", message.time)
    return interaction_values.InteractionRow(
        message.user, message.item, value, time, message.event_type
    )


def erasure(message: erasure_pb2.Erasure) -> values.Erasure:
    state = ErasureState(message.state)
    failed = state == ErasureState.FAILED
    return values.Erasure(
        name=message.name,
        model=_model_id(message.model),
        state=state,
        requested_method=UnlearningMethod(message.requested_method),
        used_method=UnlearningMethod(message.used_method),
        interaction_count=message.interaction_count,
        changed_row_count=message.changed_row_count,
        dropped_row_count=message.dropped_row_count,
        receive_time=_time(message, "receive_time", message.receive_time),
        contain_time=_time(message, "contain_time", message.contain_time),
        unlearn_time=_time(message, "unlearn_time", message.unlearn_time),
        purge_time=_time(message, "purge_time", message.purge_time),
        expire_time=_time(message, "expire_time", message.expire_time),
        base_version=message.base_version,
        unlearned_version=message.unlearned_version,
        erasure_position=message.erasure_position,
        phases=tuple(
            values.ErasurePhase(phase.name, _timedelta(phase.duration)) for phase in message.phases
        ),
        failure_reason=_reason(message.failure_reason) if failed else "",
        failure_message=message.failure_message if failed else "",
        requester=message.requester,
        approver=message.approver,
        model_interaction_count=message.model_interaction_count,
        retried_erasure=message.retried_erasure,
        retrying_erasure=message.retrying_erasure,
    )


def plan(operation: Operation) -> values.ErasurePlan:
    """The plan in the answer to a request that was only to be validated."""
    message = unpack(operation.response, erasure_pb2.Erasure).plan
    return values.ErasurePlan(
        method=UnlearningMethod(message.method),
        base_version=message.base_version,
        interaction_count=message.interaction_count,
        changed_row_count=message.changed_row_count,
        dropped_row_count=message.dropped_row_count,
        selected_parameter_count=message.selected_parameter_count,
        expected_duration=_duration(message, "expected_duration", message.expected_duration),
    )


def erasure_name(operation: Operation) -> str:
    """The name of the erasure that an accepted request became."""
    return unpack(operation.metadata, unlearning_service_pb2.UnlearnMetadata).erasure


def model(message: model_pb2.Model) -> values.Model:
    return values.Model(
        id=_model_id(message.name),
        state=ModelState(message.state),
        active_version=message.active_version,
        plugin=message.plugin,
        erasure_position=message.erasure_position,
        pending_erasure_count=message.pending_erasure_count,
        not_learned_interaction_count=message.not_learned_interaction_count
        if message.HasField("not_learned_interaction_count")
        else None,
        learning=_learning(message.learning) if message.HasField("learning") else None,
        aliases=tuple(map(alias, message.aliases)),
    )


def alias(message: model_pb2.Alias) -> values.Alias:
    return values.Alias(
        name=message.name.rpartition("/")[2],
        version=message.model_version,
        basis_points=message.basis_points,
        answering=message.answering,
    )


def _learning(message: model_pb2.Model.Learning) -> values.ModelLearning:
    return values.ModelLearning(
        message.supported,
        message.learned_interaction_count,
        message.waiting_interaction_count,
        message.undone_interaction_count,
        message.refusal,
    )


def version(message: model_pb2.ModelVersion) -> values.ModelVersion:
    return values.ModelVersion(
        name=message.name,
        state=VersionState(message.state),
        active=message.active,
        create_time=_time(message, "create_time", message.create_time),
        plugin=message.plugin,
        plugin_version=message.plugin_version,
        plugin_digest=message.plugin_digest,
        origin=VersionOrigin(message.origin),
        parent_version=message.parent_version,
        user_count=message.user_count,
        item_count=message.item_count,
        interaction_count=message.interaction_count,
        parameter_count=message.parameter_count,
        digest=message.digest,
        erasure_position=message.erasure_position,
        holds_erased_data=message.holds_erased_data,
        destroy_time=_time(message, "destroy_time", message.destroy_time),
        training_options=dict(message.training_options),
        seed=message.seed,
        data_position=message.data_position,
        metrics=_metrics(message.metrics),
        takeover_refusal=message.takeover_refusal,
        activatable=message.activatable,
        training_version=message.training_version,
        influence_refusal=message.influence_refusal,
    )


def plugin_changes(
    message: model_service_pb2.ReloadPluginsResponse,
) -> tuple[values.PluginChange, ...]:
    return tuple(
        values.PluginChange(
            outcome=PluginOutcome(change.outcome),
            plugin=change.plugin,
            plugin_version=change.plugin_version,
            plugin_digest=change.plugin_digest,
            entry=change.entry,
            reason=change.reason,
        )
        for change in message.changes
    )


def progress(operation: Operation) -> values.TrainingProgress | None:
    """How a training fares; None before the server says so."""
    if not operation.HasField("metadata"):
        return None
    message = unpack(operation.metadata, model_service_pb2.TrainModelMetadata)
    return values.TrainingProgress(
        stage=TrainingStage(message.stage),
        plugin=message.plugin,
        epoch=message.epoch,
        epochs_max=message.epochs_max,
        loss=message.loss if message.HasField("loss") else None,
        validation_auc=message.validation_auc if message.HasField("validation_auc") else None,
        validation_ndcg=message.validation_ndcg if message.HasField("validation_ndcg") else None,
        validation_epoch=message.validation_epoch if message.HasField("validation_epoch") else None,
        fraction=message.fraction,
        eta=_duration(message, "eta", message.eta),
    )


def trained(operation: Operation) -> values.ModelVersion:
    """What a training that has ended made; raises how it failed."""
    if operation.HasField("error"):
        raise errors.of_status(operation.error)
    return version(unpack(operation.response, model_pb2.ModelVersion))


def unpack(packed: Any, kind: type[_M]) -> _M:
    message = kind()
    try:
        if packed.Unpack(message):
            return message
    except DecodeError:
        # Said below, as for a message of another type.
        pass
    raise errors.make(
        grpc.StatusCode.INTERNAL,
        f"the server's operation holds '{packed.type_url}' where a {kind.__name__} belongs",
    )


def _metrics(message: model_pb2.ModelMetrics) -> values.ModelMetrics:
    has = message.HasField
    return values.ModelMetrics(
        validation_auc=message.validation_auc if has("validation_auc") else None,
        validation_loss=message.validation_loss if has("validation_loss") else None,
        training_loss=message.training_loss if has("training_loss") else None,
        gradient_norm=message.gradient_norm if has("gradient_norm") else None,
        epochs=message.epochs if has("epochs") else None,
        build_duration=_duration(message, "build_duration", message.build_duration),
        ndcg_at_10=message.ndcg_at_10 if has("ndcg_at_10") else None,
        recall_at_20=message.recall_at_20 if has("recall_at_20") else None,
        popular_ndcg_at_10=message.popular_ndcg_at_10 if has("popular_ndcg_at_10") else None,
    )


def _items(
    messages: Iterable[recommendation_service_pb2.ScoredItem],
) -> tuple[values.ScoredItem, ...]:
    return tuple(
        values.ScoredItem(
            message.item,
            message.score,
            tuple(values.Reason(why.item, why.contribution) for why in message.because),
        )
        for message in messages
    )


def _model_id(name: str) -> str:
    return name[len("models/") :] if name.startswith("models/") else name


def _reason(number: int) -> str:
    known = errors_pb2.ErrorReason.DESCRIPTOR.values_by_number.get(number)
    return known.name if known else ""


def _time(message: Message, field: str, time: Timestamp) -> datetime | None:
    if not message.HasField(field):
        return None
    return _EPOCH + timedelta(seconds=time.seconds, microseconds=time.nanos // 1000)


def _duration(message: Message, field: str, duration: Duration) -> timedelta | None:
    return _timedelta(duration) if message.HasField(field) else None


def _timedelta(duration: Duration) -> timedelta:
    return timedelta(seconds=duration.seconds, microseconds=duration.nanos // 1000)
