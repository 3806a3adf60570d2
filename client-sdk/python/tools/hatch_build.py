"""Puts the retry policy that the clients of all languages share into the artefacts."""

import pathlib
import shutil
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SharedServiceConfig(BuildHookInterface):  # type: ignore[type-arg, misc]
    """Copies it from the repository; a source distribution has its copy already."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = pathlib.Path(self.root)
        shared = root.parent / "shared" / "service-config.json"
        copy = root / "src" / "lethe" / "service-config.json"
        if shared.is_file():
            shutil.copyfile(shared, copy)
        elif not copy.is_file():
            raise FileNotFoundError(f"neither {shared} nor {copy} is there")
