"""What the harness asks for, in the words of the client, and the answers in the testees' JSON."""

from __future__ import annotations

import base64
from collections.abc import Awaitable
from typing import Any, Callable

import lethe
from google.protobuf import descriptor_pool, json_format
from intake import (
    append_all,
    append_interactions,
    import_interactions,
    interactions_of_user,
)
from waiting import Waiting
from words import Json, word

RAW_SECONDS = 5
STUBS = {
    "lethe.v1.RecommendationService": "recommendations",
    "lethe.v1.InteractionService": "interactions",
    "lethe.v1.CatalogService": "catalogs",
    "lethe.v1.UnlearningService": "unlearning",
    "lethe.v1.ModelService": "models",
    "lethe.v1.AuditService": "audit",
    "google.longrunning.Operations": "operations",
}


async def recommend(waiting: Waiting, client: Any, args: Json) -> Json:
    millis = args.get("deadlineMillis")
    answer = await waiting.result(
        client.recommend,
        args["model"],
        args["user"],
        args["n"],
        filter=args.get("filter", ""),
        allow_items=args.get("allowItems", []),
        exclude_items=args.get("excludeItems", []),
        include_seen=args.get("includeSeen", False),
        because=args.get("because", 0),
        min_erasure_position=args.get("minErasurePosition", 0),
        fallback=fallback(args),
        timeout=None if millis is None else millis / 1000,
    )
    return {
        "items": items(answer.items),
        "source": word("SOURCE", answer.source),
        **answered_by(answer),
    }


async def recommend_for_items(waiting: Waiting, client: Any, args: Json) -> Json:
    answer = await waiting.result(
        client.recommend_for_items,
        args["model"],
        [lethe.WeightedItem(**one) for one in args["history"]],
        args["n"],
        filter=args.get("filter", ""),
        allow_items=args.get("allowItems", []),
        exclude_items=args.get("excludeItems", []),
        include_given=args.get("includeGiven", False),
        min_erasure_position=args.get("minErasurePosition", 0),
    )
    return {"items": items(answer.items), **answered_by(answer)}


async def similar_items(waiting: Waiting, client: Any, args: Json) -> Json:
    answer = await waiting.result(
        client.similar_items,
        args["model"],
        args["item"],
        args["n"],
        filter=args.get("filter", ""),
        allow_items=args.get("allowItems", []),
        exclude_items=args.get("excludeItems", []),
        min_erasure_position=args.get("minErasurePosition", 0),
    )
    return {"items": items(answer.items), **answered_by(answer)}


async def update_items(waiting: Waiting, client: Any, args: Json) -> Json:
    entries = [
        lethe.CatalogItem(
            one["item"],
            tuple(one.get("categories", [])),
            one.get("attributes", {}),
            one.get("available", True),
        )
        for one in args["items"]
    ]
    update = await waiting.result(
        client.update_items, args["model"], entries, fields=args.get("fields", [])
    )
    return {"added": update.added, "replaced": update.replaced}


async def delete_items(waiting: Waiting, client: Any, args: Json) -> Json:
    return {"deleted": await waiting.result(client.delete_items, args["model"], args["items"])}


async def get_item(waiting: Waiting, client: Any, args: Json) -> Json:
    return entry(await waiting.result(client.item, args["model"], args["item"]))


async def list_items(waiting: Waiting, client: Any, args: Json) -> Json:
    return {"items": [entry(one) for one in await waiting.list(client.items(args["model"]))]}


async def batch_recommend(waiting: Waiting, client: Any, args: Json) -> Json:
    answer = await waiting.result(
        client.batch_recommend,
        args["model"],
        args["users"],
        args["n"],
        filter=args.get("filter", ""),
        include_seen=args.get("includeSeen", False),
        fallback=fallback(args),
    )
    results = [
        {
            "outcome": word("OUTCOME", one.outcome),
            "items": items(one.items),
            "source": word("SOURCE", one.source),
        }
        for one in answer.results
    ]
    return {"results": results, **answered_by(answer)}


async def score(waiting: Waiting, client: Any, args: Json) -> Json:
    answer = await waiting.result(client.score, args["model"], args["user"], args["items"])
    return {"scores": list(answer.scores), **answered_by(answer)}


async def plan(waiting: Waiting, client: Any, args: Json) -> Json:
    made = await waiting.result(client.plan, args["model"], **forget(args))
    return {
        "method": method(made.method),
        "baseVersion": made.base_version,
        "interactionCount": made.interaction_count,
        "changedRowCount": made.changed_row_count,
        "droppedRowCount": made.dropped_row_count,
    }


async def unlearn(waiting: Waiting, client: Any, args: Json) -> Json:
    handle = await waiting.result(
        client.unlearn, args["model"], request_id=args.get("requestId"), **forget(args)
    )
    return {"erasure": handle.name, "requestId": handle.request_id}


async def readmit(waiting: Waiting, client: Any, args: Json) -> Json:
    count = await waiting.result(client.readmit, args["model"], **forget(args))
    return {"readmittedCount": count}


async def get_erasure(waiting: Waiting, client: Any, args: Json) -> Json:
    return erasure(await waiting.result(client.erasure(args["name"]).now))


async def erasures(waiting: Waiting, client: Any, args: Json) -> Json:
    found = await waiting.list(client.erasures(args.get("model")), args["limit"])
    return {"erasures": [erasure(one) for one in found]}


async def wait(waiting: Waiting, client: Any, args: Json) -> Json:
    progress: list[Any] = []
    limit = {"timeout": args["timeoutMillis"] / 1000} if "timeoutMillis" in args else {}
    ended = await waiting.result(
        client.erasure(args["name"]).wait,
        lambda state: progress.append(word("STATE", state.state)),
        **limit,
    )
    return {"erasure": erasure(ended), "progress": progress}


async def watch(waiting: Waiting, client: Any, args: Json) -> Json:
    seen = await waiting.list(client.erasure(args["name"]).watch())
    return {"states": [word("STATE", one.state) for one in seen]}


async def cancel_watch(waiting: Waiting, client: Any, args: Json) -> Json:
    states = client.erasure(args["name"]).watch()
    (first,) = await waiting.list(states, 1)
    rest = await waiting.list(states)
    return {"first": word("STATE", first.state), "ended": "NOT_ENDED" if rest else "CANCELLED"}


async def approve(waiting: Waiting, client: Any, args: Json) -> Json:
    return erasure(await waiting.result(client.erasure(args["name"]).approve))


async def cancel(waiting: Waiting, client: Any, args: Json) -> Json:
    return erasure(await waiting.result(client.erasure(args["name"]).cancel))


async def receipt(waiting: Waiting, client: Any, args: Json) -> Json:
    kept = await waiting.result(client.erasure(args["name"]).receipt)
    return {"receipt": base64.b64encode(kept.to_bytes()).decode(), "name": kept.name}


def verify(args: Json) -> Json:
    verifier = lethe.ReceiptVerifier([base64.b64decode(key) for key in args["keys"]])
    kept = lethe.Receipt.parse(base64.b64decode(args["receipt"]))
    try:
        statement = verifier.verify(kept)
    except lethe.ReceiptRejectedError as rejected:
        return {"verdict": rejected.defect.name}
    verdict = {
        "verdict": "ACCEPTED",
        "erasure": statement.erasure,
        "assurance": f"ASSURANCE_{lethe.Assurance(statement.assurance)}",
        "forgottenInteractionCount": statement.forgotten_interaction_count,
        "unlearnedVersion": statement.unlearned_version,
    }
    return {name: value for name, value in verdict.items() if value != ""}


async def models(waiting: Waiting, client: Any, args: Json) -> Json:
    return {"models": [model(one) for one in await waiting.list(client.models())]}


async def get_model(waiting: Waiting, client: Any, args: Json) -> Json:
    return model(await waiting.result(client.model, args["model"]))


async def versions(waiting: Waiting, client: Any, args: Json) -> Json:
    found = await waiting.list(client.versions(args["model"]))
    return {"versions": [version(one) for one in found]}


async def get_version(waiting: Waiting, client: Any, args: Json) -> Json:
    return version(await waiting.result(client.version, args["name"]))


async def activate(waiting: Waiting, client: Any, args: Json) -> Json:
    return version(await waiting.result(client.activate, args["name"]))


async def rebase(waiting: Waiting, client: Any, args: Json) -> Json:
    return version(await waiting.result(client.rebase, args["name"]))


async def set_alias(waiting: Waiting, client: Any, args: Json) -> Json:
    made = await waiting.result(
        client.set_alias,
        args["model"],
        args["alias"],
        args.get("modelVersion", ""),
        basis_points=args.get("basisPoints"),
    )
    return alias(args["model"], made)


async def reload_plugins(waiting: Waiting, client: Any, args: Json) -> Json:
    changes = await waiting.result(client.reload_plugins)
    return {
        "changes": [
            {
                "outcome": f"OUTCOME_{change.outcome.name}",
                "plugin": change.plugin,
                "pluginVersion": change.plugin_version,
                "pluginDigest": change.plugin_digest,
                "entry": change.entry,
                "reason": change.reason,
            }
            for change in changes
        ]
    }


async def delete_alias(waiting: Waiting, client: Any, args: Json) -> Json:
    await waiting.result(client.delete_alias, args["model"], args["alias"])
    return {}


async def train(waiting: Waiting, client: Any, args: Json) -> Json:
    handle = await waiting.result(
        client.train,
        args["model"],
        args.get("plugin", ""),
        args.get("options"),
        seed=args.get("seed", 0),
        keep_beside=args.get("keepBeside", False),
        request_id=args.get("requestId"),
    )
    return {"version": (await waiting.result(handle.wait)).name}


async def raw(waiting: Waiting, client: Any, args: Json) -> Json:
    service, name = args["method"].split("/")
    described = descriptor_pool.Default().FindServiceByName(service).methods_by_name[name]
    request = json_format.ParseDict(args["request"], described.input_type._concrete_class())
    call = getattr(getattr(client.stubs, STUBS[service]), name)

    async def awaited() -> Any:
        return await call(request, timeout=RAW_SECONDS)

    asynchronous = isinstance(client, lethe.AsyncClient)
    made = awaited if asynchronous else lambda: call(request, timeout=RAW_SECONDS)
    return {"response": json_format.MessageToDict(await waiting.result(made))}


OPERATIONS: dict[str, Callable[[Waiting, Any, Json], Awaitable[Json]]] = {
    "recommend": recommend,
    "batchRecommend": batch_recommend,
    "score": score,
    "recommendForItems": recommend_for_items,
    "similarItems": similar_items,
    "appendInteractions": append_interactions,
    "appendAll": append_all,
    "importInteractions": import_interactions,
    "interactionsOfUser": interactions_of_user,
    "updateItems": update_items,
    "deleteItems": delete_items,
    "item": get_item,
    "items": list_items,
    "plan": plan,
    "unlearn": unlearn,
    "readmit": readmit,
    "erasure": get_erasure,
    "erasures": erasures,
    "await": wait,
    "watch": watch,
    "cancelWatch": cancel_watch,
    "approve": approve,
    "cancel": cancel,
    "receipt": receipt,
    "models": models,
    "model": get_model,
    "versions": versions,
    "version": get_version,
    "activate": activate,
    "rebase": rebase,
    "setAlias": set_alias,
    "deleteAlias": delete_alias,
    "reloadPlugins": reload_plugins,
    "train": train,
    "raw": raw,
}


def forget(args: Json) -> Json:
    target = {name: args[name] for name in ("user", "item") if name in args}
    if "interactions" in args:
        target["interactions"] = [(one["user"], one["item"]) for one in args["interactions"]]
    if "method" in args:
        name = args["method"].replace("UNLEARNING_METHOD_", "")
        target["method"] = lethe.UnlearningMethod[name.replace("UNSPECIFIED", "SERVER_CHOICE")]
    return target


def entry(item: lethe.CatalogItem) -> Json:
    return {
        "item": item.item,
        "categories": list(item.categories),
        "attributes": dict(item.attributes),
        "available": item.available,
    }


def fallback(args: Json) -> lethe.Fallback:
    return lethe.Fallback[args.get("fallback", "FALLBACK_NONE").replace("FALLBACK_", "")]


def items(scored: tuple[lethe.ScoredItem, ...]) -> list[Json]:
    return [
        {
            "item": one.item,
            "score": one.score,
            "because": [
                {"item": why.item, "contribution": why.contribution} for why in one.because
            ],
        }
        for one in scored
    ]


def answered_by(answer: Any) -> Json:
    return {"modelVersion": answer.model_version, "erasurePosition": answer.erasure_position}


def model(found: lethe.Model) -> Json:
    json: Json = {"name": f"models/{found.id}", "state": word("STATE", found.state)}
    if found.active_version:
        json["activeVersion"] = found.active_version
    if found.learning:
        json["learning"] = {
            "supported": found.learning.supported,
            "learnedInteractionCount": found.learning.learned_interaction_count,
            "waitingInteractionCount": found.learning.waiting_interaction_count,
        }
    json["aliases"] = [alias(found.id, one) for one in found.aliases]
    return json


def alias(model_id: str, found: lethe.Alias) -> Json:
    return {
        "name": f"models/{model_id}/aliases/{found.name}",
        "modelVersion": found.version,
        "basisPoints": found.basis_points,
        "answering": found.answering,
    }


def version(found: lethe.ModelVersion) -> Json:
    return {"name": found.name, "state": word("STATE", found.state)}


def erasure(found: lethe.Erasure) -> Json:
    always = {
        "name": found.name,
        "model": f"models/{found.model}",
        "state": word("STATE", found.state),
        "requestedMethod": method(found.requested_method),
        "usedMethod": method(found.used_method),
        "interactionCount": found.interaction_count,
        "changedRowCount": found.changed_row_count,
        "droppedRowCount": found.dropped_row_count,
        "erasurePosition": found.erasure_position,
    }
    maybe = {
        "baseVersion": found.base_version,
        "unlearnedVersion": found.unlearned_version,
        "failureReason": found.failure_reason,
        "requester": found.requester,
        "approver": found.approver,
    }
    return {**always, **{name: value for name, value in maybe.items() if value}}


def method(value: lethe.UnlearningMethod) -> str:
    return word("UNLEARNING_METHOD", value).replace("SERVER_CHOICE", "UNSPECIFIED")
