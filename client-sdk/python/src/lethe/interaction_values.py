"""What calls that take interactions in are given, and what they answer: plain, immutable values.

None of their text forms shows a user or an item.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from lethe.enums import AppendOutcome


@dataclass(frozen=True)
class InteractionRow:
    """What a user did with an item: a rating, a count, a weight."""

    user: str = field(repr=False)
    item: str = field(repr=False)
    value: float = 1.0
    time: datetime | None = field(default=None, repr=False)
    """When it happened, with its time zone, kept to the millisecond; now if there is none, and
    1970-01-01T00:00:00Z for what is of unknown age. Of a pair's interactions the latest counts,
    unless Repeats says otherwise; of what was erased and readmitted only later ones count. None in
    answers where it is unknown."""
    event_type: str = field(default="", repr=False)
    """What kind of event it was, such as "view" or "purchase": 1 to 64 letters, digits, _ . : / and
    -; empty for none. In answers `value` has the weight of it already."""


@dataclass(frozen=True)
class Appended:
    """What became of each of some interactions, in the order they were sent."""

    outcomes: tuple[AppendOutcome, ...]
    request_id: str
    """The id they were sent under."""
    learned: bool = False
    """Whether the model has learned them; never unless `learn_at_once` was asked for."""


@dataclass(frozen=True)
class AppendSummary:
    """How many interactions were taken in, of any number that were sent."""

    row_count: int
    """Those of the batches that the server has answered: the first so many of all."""
    outcomes: Mapping[AppendOutcome, int] = field(hash=False)
    """How many of those had each outcome; what none had is left out."""


@dataclass(frozen=True)
class RefusedRow:
    """A row of an import that could not be stored."""

    position: int
    """In the import, from 0."""
    reason: str
    """Why, without ids."""


@dataclass(frozen=True)
class ImportSummary:
    """What became of an import's interactions, those of earlier calls with its id included."""

    REFUSED_MAX: ClassVar[int] = 100
    """How many refused rows are named."""

    row_count: int
    """How many the server has dealt with: the first so many of all."""
    outcomes: Mapping[AppendOutcome, int] = field(hash=False)
    """How many of those had each outcome; what none had is left out."""
    refused: tuple[RefusedRow, ...]
    """Some of those that could not be stored, at most 100 of this call."""
    import_id: str
    """What another call goes on by."""
