"""The Python client, as the harness drives it: one JSON request a line in, one answer a line out.

testee.py [--asyncio] uses the blocking client, or the one for asyncio. README.md of the module has
the protocol. Answers come in any order; whoever waits for a slow one holds up nobody.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import json
import os
import platform
import sys
from typing import Any

import bench
import grpc
import lethe
import operations
from waiting import Waiting

THREADS_MAX = 64


class Clients:
    """Clients by how they were asked for; equal wishes share one."""

    def __init__(self, kind: type) -> None:
        self._kind = kind
        self._made: dict[str, Any] = {}

    def get(self, wish: dict[str, Any]) -> Any:
        key = json.dumps(wish, sort_keys=True)
        if key not in self._made:
            self._made[key] = self._kind(wish["target"], **self._settings(wish))
        return self._made[key]

    def forget(self, wish: dict[str, Any]) -> Any:
        return self._made.pop(json.dumps(wish, sort_keys=True), None)

    @staticmethod
    def _settings(wish: dict[str, Any]) -> dict[str, Any]:
        names = ("plaintext", "ca", "certificate", "key")
        settings = {name: wish[name] for name in names if name in wish}
        if "token" in wish:
            settings["token"] = lambda: wish["token"]
        if "deadlineMillis" in wish:
            settings["timeout"] = wish["deadlineMillis"] / 1000
        if "readYourErasures" in wish:
            settings["read_your_erasures"] = wish["readYourErasures"]
        return settings


class Testee:
    """Answers requests until there are no more."""

    def __init__(self, kind: type, waiting: Waiting) -> None:
        self._clients = Clients(kind)
        self._waiting = waiting

    async def answer(self, line: str) -> None:
        request = json.loads(line)
        answer: dict[str, Any] = {"id": request["id"]}
        try:
            answer["ok"] = await self._do(
                request["op"], request.get("client", {}), request.get("args", {})
            )
        except Exception as failure:  # Whatever it is, it is what the harness wants to know.
            answer["error"] = error(failure)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()

    async def _do(self, op: str, wish: dict[str, Any], args: dict[str, Any]) -> dict[str, Any]:
        if op == "facts":
            return facts()
        if op == "verify":
            return operations.verify(args)
        if op == "close":
            client = self._clients.forget(wish)
            await self._waiting.result(client.close) if client else None
            return {}
        client = self._clients.get(wish).by_alias(args.get("alias", ""))
        if op == "bench":
            return await bench.run(client, args)
        return await operations.OPERATIONS[op](self._waiting, client, args)


def facts() -> dict[str, Any]:
    return {
        "language": "python",
        "runtime": f"{platform.python_implementation()} {platform.python_version()}",
        "grpc": grpc.__version__,
        "sdk": f"{lethe.__version__} {os.path.dirname(lethe.__file__)}",
    }


def error(failure: Exception) -> dict[str, Any]:
    kind = type(failure)
    told = {"type": f"{kind.__module__}.{kind.__qualname__}", "message": str(failure)}
    read = lethe.LetheError.of(failure) if isinstance(failure, grpc.RpcError) else failure
    if not isinstance(read, lethe.LetheError):
        return told
    return {
        **told,
        "status": read.status.name,
        "reason": read.reason,
        "metadata": dict(read.metadata),
    }


async def serve(kind: type) -> None:
    with concurrent.futures.ThreadPoolExecutor(THREADS_MAX) as threads:
        testee = Testee(kind, Waiting(threads))
        tasks = set()
        while line := await asyncio.to_thread(sys.stdin.readline):
            task = asyncio.create_task(testee.answer(line))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await asyncio.gather(*tasks)


if __name__ == "__main__":
    chosen = lethe.AsyncClient if "--asyncio" in sys.argv[1:] else lethe.Client
    asyncio.run(serve(chosen))
