"""What the client costs: its time over the bare stub's, and its memory over time."""

from __future__ import annotations

import asyncio
import gc
import statistics
import threading
import time
from typing import Any

import lethe
from lethe.v1 import recommendation_service_pb2

WARM_UP_SECONDS = 5.0
RAW_SECONDS = 5


async def run(client: Any, args: dict[str, Any]) -> dict[str, Any]:
    blocking = isinstance(client, lethe.Client)
    if args["mode"] == "leak":
        return await (leak_of_threads if blocking else leak_of_tasks)(client, args)
    return await (
        asyncio.to_thread(overhead, client, args) if blocking else async_overhead(client, args)
    )


class Turns:
    """Stub and client take turns, so that both see the same machine."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._warm = time.monotonic() + min(WARM_UP_SECONDS, seconds / 3)
        self._times: list[tuple[float, float]] = []

    @property
    def over(self) -> bool:
        return time.monotonic() > self._end

    def took(self, start: float, middle: float, end: float) -> None:
        if start > self._warm:
            self._times.append((middle - start, end - middle))

    def figures(self) -> dict[str, Any]:
        raw, sdk = (statistics.median(times) * 1e6 for times in zip(*self._times))
        return {"calls": 2 * len(self._times), "rawP50Micros": raw, "sdkP50Micros": sdk}


def overhead(client: lethe.Client, args: dict[str, Any]) -> dict[str, Any]:
    turns, stub, request = Turns(args["seconds"]), client.stubs.recommendations, message(args)
    while not turns.over:
        start = time.monotonic()
        stub.Recommend(request, timeout=RAW_SECONDS)
        middle = time.monotonic()
        client.recommend(args["model"], args["user"], args["n"])
        turns.took(start, middle, time.monotonic())
    return turns.figures()


async def async_overhead(client: lethe.AsyncClient, args: dict[str, Any]) -> dict[str, Any]:
    turns, stub, request = Turns(args["seconds"]), client.stubs.recommendations, message(args)
    while not turns.over:
        start = time.monotonic()
        await stub.Recommend(request, timeout=RAW_SECONDS)
        middle = time.monotonic()
        await client.recommend(args["model"], args["user"], args["n"])
        turns.took(start, middle, time.monotonic())
    return turns.figures()


async def leak_of_threads(client: lethe.Client, args: dict[str, Any]) -> dict[str, Any]:
    calls, end = [0] * args["callers"], time.monotonic() + args["seconds"]

    def caller(place: int) -> None:
        while time.monotonic() < end:
            client.recommend(args["model"], args["user"], args["n"])
            calls[place] += 1

    threads = [threading.Thread(target=caller, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    await asyncio.sleep(min(WARM_UP_SECONDS, args["seconds"] / 3))
    start_bytes = resident_bytes()
    for thread in threads:
        await asyncio.to_thread(thread.join)
    return {"calls": sum(calls), "startBytes": start_bytes, "endBytes": resident_bytes()}


async def leak_of_tasks(client: lethe.AsyncClient, args: dict[str, Any]) -> dict[str, Any]:
    end = time.monotonic() + args["seconds"]

    async def caller() -> int:
        calls = 0
        while time.monotonic() < end:
            await client.recommend(args["model"], args["user"], args["n"])
            calls += 1
        return calls

    tasks = [asyncio.create_task(caller()) for _ in range(args["callers"])]
    await asyncio.sleep(min(WARM_UP_SECONDS, args["seconds"] / 3))
    start_bytes = resident_bytes()
    calls = sum(await asyncio.gather(*tasks))
    return {"calls": calls, "startBytes": start_bytes, "endBytes": resident_bytes()}


def message(args: dict[str, Any]) -> recommendation_service_pb2.RecommendRequest:
    return recommendation_service_pb2.RecommendRequest(
        model=f"models/{args['model']}", user=args["user"], n=args["n"]
    )


def resident_bytes() -> int:
    """As the system counts it: what has grown from here on is the question."""
    gc.collect()
    with open("/proc/self/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmRSS:"))
    return 1024 * int(line.split()[1])
