"""What calls answer: plain, immutable values. None of their text forms shows a user or an item.

A version is named `models/{model}/versions/{number}`; a time has the time zone UTC; an erasure
position is a place in the server's erasure log, and 0 is the one before the first erasure.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Union

from lethe.enums import (
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


@dataclass(frozen=True)
class ScoredItem:
    """An item and the model's score of it: finite, and good for ordering within one answer only."""

    item: str = field(repr=False)
    score: float
    because: tuple[Reason, ...] = field(default=(), repr=False)
    """The user's own interactions that carry the score, the strongest first, if asked for."""


@dataclass(frozen=True)
class Reason:
    """An interaction of the user's own that carries an item's score."""

    item: str = field(repr=False)
    contribution: float
    """By how much the score would be lower without it, in the score's unit; above 0."""


Attribute = Union[str, float, bool]
"""The value of an item's attribute: a text of at most 256 bytes, a finite number, or a flag."""


@dataclass(frozen=True)
class CatalogItem:
    """What an item is; no place for what is known of persons, which an erasure would leave there.

    Categories are at most 64, attributes at most 32, by names of letters, digits and underscores.
    """

    item: str = field(repr=False)
    categories: tuple[str, ...] = ()
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    available: bool = True
    """Whether answers may hold the item."""
    listed_time: datetime | None = None
    """When the item was listed, with a time zone, if that is known."""


@dataclass(frozen=True)
class CatalogUpdate:
    """What an update did: items that came in, and items that have another entry than before."""

    added: int
    replaced: int


@dataclass(frozen=True)
class Recommendations:
    """Items for a user, a history or an item, best first.

    The version that answered reflects erasures up to the position.
    """

    items: tuple[ScoredItem, ...]
    model_version: str
    erasure_position: int
    source: Source
    """What the answer was made from; HISTORY for a history or an item named in the call."""


@dataclass(frozen=True)
class UserRecommendations:
    """The answer for one user of several; items only where the outcome is RECOMMENDED."""

    outcome: Outcome
    items: tuple[ScoredItem, ...]
    source: Source
    """What they were made from; UNSPECIFIED unless the outcome is RECOMMENDED."""


@dataclass(frozen=True)
class BatchRecommendations:
    """One result for each user, in the order they were asked for, all by one version."""

    results: tuple[UserRecommendations, ...]
    model_version: str
    erasure_position: int


@dataclass(frozen=True)
class Scores:
    """One score for each item, in the order they were asked for.

    None where the version does not know the item, or it is being erased.
    """

    scores: tuple[float | None, ...]
    model_version: str
    erasure_position: int


@dataclass(frozen=True)
class WeightedItem:
    """An item of a history, and the value of its interaction."""

    item: str = field(repr=False)
    value: float = 1.0


@dataclass(frozen=True)
class ErasurePhase:
    """One stretch of an erasure's time, such as `solve`."""

    name: str
    duration: timedelta


@dataclass(frozen=True)
class Erasure:
    """How a request to forget fares. It holds no personal data."""

    name: str
    """`erasures/{id}`."""
    model: str
    """The model's id."""
    state: ErasureState
    requested_method: UnlearningMethod
    used_method: UnlearningMethod
    """The method that made the new version; SERVER_CHOICE until it is certain."""
    interaction_count: int
    """Interactions forgotten; before that, those that the request named."""
    changed_row_count: int
    """Parameter rows changed; 0 until solved."""
    dropped_row_count: int
    """Parameter rows dropped; 0 until solved."""
    receive_time: datetime | None
    """Durably accepted."""
    contain_time: datetime | None
    """No longer served."""
    unlearn_time: datetime | None
    """A version without its influence answers; None before."""
    purge_time: datetime | None
    """The interactions are deleted from the server's disk; None before."""
    expire_time: datetime | None
    """By when it must be completed."""
    base_version: str
    """The version it started from; empty until solving begins."""
    unlearned_version: str
    """The version that has forgotten; empty until it is active."""
    erasure_position: int
    """Its place in the erasure log, from 1; 0 while held."""
    phases: tuple[ErasurePhase, ...]
    """Where the time went, in the order it was spent."""
    failure_reason: str
    """A name of `lethe.v1.ErrorReason`; empty unless failed, or if newer than this client."""
    failure_message: str
    """The same in words."""
    requester: str
    """The principal that asked: a service, never a data subject."""
    approver: str
    """The principal that approved it; empty unless it was held and approved."""
    model_interaction_count: int
    """Interactions that the model had when the request was accepted; 0 if unknown."""
    retried_erasure: str
    """The failed erasure that it takes up, `erasures/{id}`; empty for none."""
    retrying_erasure: str
    """The erasure that takes it up, `erasures/{id}`; empty for none."""


@dataclass(frozen=True)
class ErasureFilter:
    """Which erasures a list has: those that every filter admits.

    Due erasures must be completed before that time and are neither completed nor cancelled.
    """

    request_id: str | uuid.UUID | None = None
    requester: str = ""
    states: tuple[ErasureState, ...] = ()
    due_before: datetime | None = None


@dataclass(frozen=True)
class ErasurePlan:
    """What a request to forget would do, were it sent now. Making the plan changed nothing."""

    method: UnlearningMethod
    base_version: str
    interaction_count: int
    changed_row_count: int
    dropped_row_count: int
    selected_parameter_count: int
    """Numbers in the parameters that could move."""
    expected_duration: timedelta | None
    """From acceptance until the new version answers; None if the server has no estimate."""


@dataclass(frozen=True)
class ModelLearning:
    """What a version has learned since its training."""

    supported: bool
    """Whether its family learns between trainings."""
    learned_interaction_count: int
    """Those that it has learned since."""
    waiting_interaction_count: int
    """Rows that came and are not learned yet; unless `supported`, or with a `refusal`, they wait
    for the next training."""
    undone_interaction_count: float
    """How many of the learned ones a training would still have to learn, by the gradient that was
    left."""
    refusal: str
    """Why this version learns no more; empty if it does."""


@dataclass(frozen=True)
class Alias:
    """A version that answers calls that name the alias, and for a share of the users."""

    name: str
    """Such as `canary`."""
    version: str
    """Its version's name: another one of the same training after an erasure."""
    basis_points: int
    """The share, 0 to 10000."""
    answering: bool
    """False if the server could not load the version when it started."""


@dataclass(frozen=True)
class Model:
    """A recommender: a name under which one version at a time answers."""

    id: str
    """Such as `movies`."""
    state: ModelState
    active_version: str
    """The version that answers; empty unless serving."""
    plugin: str
    """The name of the plugin that made its versions."""
    erasure_position: int
    """The active version reflects every erasure up to it."""
    pending_erasure_count: int
    """Accepted erasures it does not reflect yet; they are contained."""
    not_learned_interaction_count: int | None
    """Interactions that its training did not read; None where the server does not tell."""
    learning: ModelLearning | None = None
    """How far it has learned them without a training; None where no version answers, or the server
    is older than this client."""
    aliases: tuple[Alias, ...] = ()
    """Versions that answer beside the active one, by name."""


@dataclass(frozen=True)
class ModelMetrics:
    """What was measured on a version when it was made; None where it was not."""

    validation_auc: float | None
    """Area under the ROC curve on the validation interactions, 0 to 1."""
    validation_loss: float | None
    """Mean loss per validation interaction."""
    training_loss: float | None
    """Mean loss per interaction trained on."""
    gradient_norm: float | None
    """How far from a stationary point training stopped."""
    epochs: int | None
    """Passes over the data."""
    build_duration: timedelta | None
    """Time its training took; None for an influence update."""
    ndcg_at_10: float | None
    """Normalized discounted cumulative gain of the ten best items on held-out interactions, before
    the final fit; the mean over users, 0 to 1. None on versions made by an erasure."""
    recall_at_20: float | None
    """Share of a user's held-out interactions among their twenty best items; likewise."""
    popular_ndcg_at_10: float | None
    """What ``ndcg_at_10`` is for the most popular items, the same for every user."""


@dataclass(frozen=True)
class ModelVersion:
    """An immutable set of parameters with its index of users and items."""

    name: str
    state: VersionState
    active: bool
    """True for the one version that answers for its model."""
    create_time: datetime | None
    plugin: str
    plugin_version: str
    origin: VersionOrigin
    parent_version: str
    """The version it was derived from; empty for a trained one."""
    user_count: int
    item_count: int
    interaction_count: int
    parameter_count: int
    digest: str
    """A SHA-256 that covers its checkpoint, 64 lower-case hexadecimal digits; as in receipts."""
    erasure_position: int
    """It reflects every erasure of its model up to it."""
    holds_erased_data: bool
    """True when it can never be activated again."""
    destroy_time: datetime | None
    """When its checkpoint was deleted; None while it is on disk."""
    training_options: Mapping[str, str] = field(hash=False)
    """The plugin's options as its last training used them, defaults included."""
    seed: int
    """Of that training."""
    data_position: int
    """That training saw interactions of the log with a number below this, less those erased."""
    metrics: ModelMetrics
    takeover_refusal: str = ""
    """Why it does not answer although the server trained it by itself; empty for all others."""
    activatable: bool = False
    """True if it answers or can be made to: it is on disk and holds nothing erased."""
    training_version: str = ""
    """The version of the training that it descends from: itself for a trained one."""
    influence_refusal: str = ""
    """Why erasures retrain its model and never update it: its plugin's derivatives failed the
    server's check; empty for all others."""
    plugin_digest: str = ""
    """A SHA-256 that names the code of its plugin, with which it goes on whatever becomes of the
    plugin folder; empty for versions made before there were such digests."""


@dataclass(frozen=True)
class PluginChange:
    """What reading the server's plugin folder again meant for one plugin."""

    outcome: PluginOutcome
    plugin: str
    """Its name; empty where nothing could be found out about it."""
    plugin_version: str
    plugin_digest: str
    """A SHA-256 that names its code, 64 lower-case hexadecimal digits."""
    entry: str
    """Its entry of the plugin folder: a folder, a zip or a jar."""
    reason: str
    """Why it is refused; empty for every other outcome."""


@dataclass(frozen=True)
class TrainingProgress:
    """How a training fares."""

    stage: TrainingStage
    plugin: str
    """The plugin that trains; empty until it is chosen."""
    epoch: int
    """Passes over the data completed."""
    epochs_max: int
    """Passes after which it ends at the latest."""
    loss: float | None
    """Mean loss per interaction in the last pass."""
    validation_auc: float | None
    """After pass `validation_epoch`, 0 to 1."""
    validation_ndcg: float | None
    """At ten, after that pass, 0 to 1."""
    validation_epoch: int | None
    """The latest pass after which the two were measured, from 1; not every pass is."""
    fraction: float
    """Share of the work done, 0 to 1, were every pass needed."""
    eta: timedelta | None
    """Estimated time left, were every pass needed."""
