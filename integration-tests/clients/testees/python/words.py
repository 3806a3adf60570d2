"""The testees' JSON, and the contract's words in it."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def word(prefix: str, value: Any) -> str:
    return f"{prefix}_{value.name}"
