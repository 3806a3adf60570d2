"""What the server says in one word. A word that is newer than this client is no error."""

from __future__ import annotations

import enum
from typing import TypeVar

_E = TypeVar("_E", bound="WireEnum")


class WireEnum(enum.IntEnum):
    """An enum of the wire contract, by its numbers there.

    A number that this client does not know is a value all the same, named `UNRECOGNIZED_{number}`.
    Compare values by `==`, not by `is`.
    """

    @classmethod
    def _missing_(cls: type[_E], value: object) -> _E:
        if not isinstance(value, int):
            raise ValueError(f"a {cls.__name__} has a whole number, not a {type(value).__name__}")
        newer = int.__new__(cls, value)
        newer._name_ = f"UNRECOGNIZED_{value}"
        newer._value_ = value
        return newer

    def __str__(self) -> str:
        return self.name

    def __format__(self, spec: str) -> str:
        return format(self.name, spec)


class UnlearningMethod(WireEnum):
    """How a version that has forgotten is made from one that has not."""

    SERVER_CHOICE = 0
    """The influence update where the model allows it, else retraining; or not certain yet."""
    INFLUENCE = 1
    """Moves the affected parameters by the forgotten interactions' influence: exact where the model
    can be refitted, else approximate; the receipt says which."""
    RETRAIN = 2
    """Trains a version on what is left; exact, and costs a training."""


class Assurance(WireEnum):
    """How much a receipt says about the influence of what was forgotten.

    CONTAINED, APPROXIMATE, EXACT, RETRAINED, NOT_LEARNED, each more than the one before;
    TRAINED_ELSEWHERE is a word that was given and stands beside them. The numbers do not have this
    order. One that this client does not know is no sign of a forged receipt.
    """

    UNSPECIFIED = 0
    CONTAINED = 1
    """No longer served; the influence on other parameters is still there."""
    APPROXIMATE = 2
    """Removed approximately; the residue was measured and is stated."""
    RETRAINED = 3
    """The version was trained without it."""
    EXACT = 4
    """The parameters equal those of a training without it, up to a measured residual that is within
    rounding; nothing is said about logs and backups."""
    NOT_LEARNED = 5
    """The version that answers had nothing to forget: there was none, or it was trained before the
    interactions came; the interactions are deleted."""
    TRAINED_ELSEWHERE = 6
    """The model was trained elsewhere, and the server did not see that training; the interactions
    are deleted."""


class ErasureState(WireEnum):
    """Where an erasure is; forward only, and some may be left out."""

    UNSPECIFIED = 0
    RECEIVED = 1
    """On disk and contained: no longer served."""
    SOLVING = 2
    """The change of the parameters is being computed."""
    VERIFYING = 3
    """The candidate is being checked."""
    RETRAINING = 4
    """A version is being trained on what is left."""
    PUBLISHING = 5
    """The new version is being written and made active."""
    LIVE = 6
    """The new version answers; the interactions are being deleted from disk."""
    COMPLETED = 7
    """Done, with a receipt."""
    FAILED = 8
    """Given up; what was erased stays contained."""
    HELD = 9
    """On disk and contained, waiting for a second person's approval. Comes before all others."""
    CANCELLED = 10
    """Taken back before solving; nothing is contained for it."""

    @property
    def is_terminal(self) -> bool:
        """Whether nothing follows."""
        return self in (ErasureState.COMPLETED, ErasureState.FAILED, ErasureState.CANCELLED)


class Outcome(WireEnum):
    """How a batch ended for one user."""

    UNSPECIFIED = 0
    RECOMMENDED = 1
    """The items are there."""
    USER_NOT_FOUND = 2
    """The version does not know the user."""
    USER_CONTAINED = 3
    """The user asked to be erased and is no longer served."""


class Fallback(WireEnum):
    """What answers for a user that the model does not know."""

    UNSPECIFIED = 0
    """As NONE."""
    NONE = 1
    """An error, or in a batch the outcome, says that the user is not known."""
    POPULAR = 2
    """The items with the most interactions. A user that is being erased has this answer too."""


class Source(WireEnum):
    """What an answer was made from."""

    UNSPECIFIED = 0
    """The server is older than this field; in a batch, there is no answer for the user."""
    LEARNED = 1
    """What the version has learned of the user."""
    HISTORY = 2
    """Interactions of which the version was asked as of a history: the user's, or those named in
    the call."""
    POPULAR = 3
    """The numbers of interactions of items: the user is not known, or is being erased."""


class Repeats(WireEnum):
    """The value of a pair of user and item that is taken in more than once.

    The times of two interactions say which is the later one; where they are equal, or the time of
    either is unknown, their order of arrival does.
    """

    UNSPECIFIED = 0
    """As LATEST."""
    LATEST = 1
    """The latest value."""
    FIRST = 2
    """The first value."""
    SUM = 3
    """The sum of all values, such as play counts."""
    MAX = 4
    """The largest value."""


class AppendOutcome(WireEnum):
    """What became of an interaction that was sent to be taken in."""

    UNSPECIFIED = 0
    STORED = 1
    """It is stored: the model had no interaction of this pair."""
    REPLACED = 2
    """It is stored, and the pair's value or event type has changed."""
    UNCHANGED = 3
    """The pair has the value and the event type that it had."""
    SUPPRESSED = 4
    """It was erased from the model before, or its user or item was, and is not stored."""
    REFUSED = 5
    """Of an import: it cannot be stored, because of its ids, value, event type or a time ahead."""
    OLDER = 6
    """The model has a later one of this pair, which counts: it is not stored."""
    IGNORED = 7
    """Its event type has weight 0: it is not stored."""


class ModelState(WireEnum):
    """Whether a model answers."""

    UNSPECIFIED = 0
    PREPARING = 1
    """Its version is being loaded."""
    SERVING = 2
    """Its active version answers."""
    NOT_SERVING = 3
    """It has versions on disk, none of which may be served."""
    UNTRAINED = 4
    """Interactions were imported for it, and no training has made a version yet."""


class PluginOutcome(WireEnum):
    """What became of a plugin when the server read its plugin folder again."""

    UNSPECIFIED = 0
    ADDED = 1
    """New: trainings may take it from now on."""
    REPLACED = 2
    """New, and another version or state of it has gone."""
    KEPT = 3
    """There as it was."""
    REMOVED = 4
    """No longer there: trainings cannot take it any more."""
    REFUSED = 5
    """It cannot be used."""


class VersionState(WireEnum):
    """Where a version is in its life; forward only."""

    UNSPECIFIED = 0
    LOADING = 1
    """Being read and warmed."""
    AVAILABLE = 2
    """In memory, able to answer."""
    DRAINING = 3
    """Replaced; it finishes the calls it has."""
    RETIRED = 4
    """Out of memory."""
    REFUSED = 5
    """Its checkpoint is damaged and is not served."""


class VersionOrigin(WireEnum):
    """What made a version."""

    UNSPECIFIED = 0
    TRAINING = 1
    """A training."""
    INFLUENCE_UPDATE = 2
    """An erasure, by the influence update on its parent."""
    RETRAINING = 3
    """An erasure, by a training on what was left."""


class TrainingStage(WireEnum):
    """What a training is doing."""

    QUEUED = 0
    """Not begun."""
    READING = 1
    """Reading the imported interactions."""
    TRAINING = 2
    """Passing over the data."""
    PUBLISHING = 3
    """Writing the version and making it active."""
