"""Operations that take interactions in or list them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import lethe
from waiting import Waiting
from words import Json, word


async def append_interactions(waiting: Waiting, client: Any, args: Json) -> Json:
    appended = await waiting.result(
        client.append_interactions,
        args["model"],
        [row(one) for one in args["rows"]],
        repeats=repeats(args),
        request_id=args.get("requestId"),
        learn_at_once=args.get("learnAtOnce", False),
        event_weights=args.get("eventWeights"),
    )
    outcomes = [word("OUTCOME", one) for one in appended.outcomes]
    return {"outcomes": outcomes, "learned": appended.learned}


def row(sent: Json) -> lethe.InteractionRow:
    known = {**sent, "event_type": sent.get("eventType", "")}
    known.pop("eventType", None)
    if "time" in sent:
        known["time"] = datetime.fromisoformat(sent["time"].replace("Z", "+00:00"))
    return lethe.InteractionRow(**known)


async def append_all(waiting: Waiting, client: Any, args: Json) -> Json:
    rows = map(row, args["rows"])
    summary = await waiting.result(
        client.append_all,
        args["model"],
        rows,
        repeats=repeats(args),
        event_weights=args.get("eventWeights"),
    )
    outcomes = {word("OUTCOME", one): count for one, count in summary.outcomes.items()}
    return {"rowCount": summary.row_count, "outcomes": outcomes}


async def import_interactions(waiting: Waiting, client: Any, args: Json) -> Json:
    rows = map(row, args["rows"])
    done = await waiting.result(
        client.import_interactions,
        args["model"],
        rows,
        import_id=args["importId"],
        repeats=repeats(args),
        event_weights=args.get("eventWeights"),
    )
    outcomes = {word("OUTCOME", one): count for one, count in done.outcomes.items()}
    refused = [{"position": one.position, "reason": one.reason} for one in done.refused]
    return {"rowCount": done.row_count, "outcomes": outcomes, "refused": refused}


async def interactions_of_user(waiting: Waiting, client: Any, args: Json) -> Json:
    found = await waiting.list(client.interactions_of_user(args["model"], args["user"]))
    return {"interactions": [held(one) for one in found]}


def held(one: lethe.InteractionRow) -> Json:
    shown: Json = {"user": one.user, "item": one.item, "value": one.value}
    if one.time is not None:
        shown["time"] = one.time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if one.event_type:
        shown["eventType"] = one.event_type
    return shown


def repeats(args: Json) -> lethe.Repeats:
    return lethe.Repeats[args.get("repeats", "REPEATS_LATEST").replace("REPEATS_", "")]
