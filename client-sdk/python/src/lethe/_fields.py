"""What callers give for a field, checked before protobuf sees it.

A refusal names the field, the kind of thing that was given and the kind that is wanted. It shows no
value, which may be a person's id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from numbers import Real


def text(field: str, value: object) -> str:
    """An id, or another text."""
    if isinstance(value, str):
        return value
    raise _wrong(field, value, "a str is needed, such as str(7) for the number 7")


def texts(field: str, values: Iterable[object]) -> Iterator[str]:
    """A list of ids, each of them checked as it is read."""
    if isinstance(values, (str, bytes)):
        raise TypeError(f"{field} is a list of ids, not one id")
    if not isinstance(values, Iterable):
        raise _wrong(field, values, "a list of ids is needed")
    return (text(f"{field}[{k}]", value) for k, value in enumerate(values))


def number(field: str, value: object) -> float:
    """A number, also of a library such as numpy."""
    if isinstance(value, Real):
        return float(value)
    raise _wrong(field, value, "a number is needed, such as 4.5")


def time(field: str, value: object) -> datetime:
    """A moment, in UTC."""
    if not isinstance(value, datetime):
        raise _wrong(
            field,
            value,
            "a datetime with a time zone is needed: datetime.fromisoformat reads texts",
        )
    if value.tzinfo is None:
        raise ValueError(f"{field} has no time zone; one is needed, such as timezone.utc")
    return value.astimezone(timezone.utc)


def _wrong(field: str, value: object, wanted: str) -> TypeError:
    kind = "None" if value is None else type(value).__name__
    article = "" if value is None else "an " if kind[0] in "aeiou" else "a "
    return TypeError(f"{field} is {article}{kind}; {wanted}")
