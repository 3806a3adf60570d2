"""Writes the pages of the API reference: api_reference.py OPENAPI FOLDER

The OpenAPI document is made from the .proto files, with their comments: a page for each service, and
one for all messages.
"""

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

Schema = dict[str, Any]
PROTOS = Path(__file__).resolve().parent.parent / "proto/src/main/protobuf/lethe/v1"
OWN = "lethe.v1."
SCALARS = {
    ("string", "date-time"): "time (RFC 3339)",
    ("string", "byte"): "bytes (base64)",
    ("string", "duration"): "duration, such as 1.5s",
}


class Reference:
    """The document, and what its pages are called."""

    def __init__(self, document: Schema) -> None:
        self.document = document
        self.schemas: dict[str, Schema] = document["components"]["schemas"]

    def kind(self, schema: Schema) -> str:
        """The type of a field, with a link where it has a heading of its own."""
        if "$ref" in schema:
            return self.link(schema["$ref"].rsplit("/", 1)[1])
        if "allOf" in schema:
            return ", ".join(self.kind(each) for each in schema["allOf"] if each.keys() & {"$ref", "type"})
        if schema.get("type") == "array":
            return f"list of {self.kind(schema['items'])}"
        if isinstance(values := schema.get("additionalProperties"), dict):
            return f"map of {self.kind(values)}"
        kind, form = schema.get("type", "any"), schema.get("format", "")
        return SCALARS.get((kind, form), f"{kind} ({form})" if form else str(kind))

    def link(self, name: str) -> str:
        return f"[{short(name)}](messages.md#{anchor(name)})" if name in self.schemas else short(name)

    def fields(self, message: Schema, required: set[str]) -> list[str]:
        rows = [
            f"| `{name}` | {self.kind(field)} | {cell(told(field, name in required))} |"
            for name, field in message.get("properties", {}).items()
        ]
        return ["| field | type | meaning |", "|---|---|---|", *rows, ""] if rows else []

    def message(self, name: str) -> list[str]:
        schema = self.schemas[name]
        lines = [f"## {short(name)}", "", prose(schema.get("description", "")), ""]
        if "enum" in schema:
            lines += [*(f"- `{value}`" for value in schema["enum"]), ""]
        return lines + self.fields(schema, set(schema.get("required", [])))

    def call(self, method: str, path: str, operation: Schema) -> list[str]:
        rpc = operation["operationId"].split("_")[1]
        lines = [f"## {rpc}", "", f"`{method.upper()} {path}`", ""]
        lines += [prose(operation.get(part, "")) + "\n" for part in ("summary", "description")]
        parameters = operation.get("parameters", [])
        if parameters:
            lines += ["| parameter | in | type | meaning |", "|---|---|---|---|"]
            for each in parameters:
                meaning = cell(told({**each["schema"], **each}, each.get("required", False)))
                lines.append(f"| `{each['name']}` | {each['in']} | {self.kind(each['schema'])} | {meaning} |")
            lines.append("")
        for name, content in bodies(operation):
            lines += [f"{name}: {self.kind(content['schema'])}", ""]
        return lines

    def services(self) -> dict[str, list[str]]:
        pages: dict[str, list[str]] = {}
        for path, methods in self.document["paths"].items():
            for method, operation in methods.items():
                if isinstance(operation, dict) and "operationId" in operation:
                    service = operation["tags"][0]
                    pages.setdefault(service, [f"# {service}", "", *self.about(service)])
                    pages[service] += self.call(method, path, operation)
        return pages

    def about(self, service: str) -> list[str]:
        told = [tag.get("description", "") for tag in self.document.get("tags", []) if tag["name"] == service]
        return [prose(text) + "\n" for text in told]


def bodies(operation: Schema) -> list[tuple[str, Schema]]:
    request = operation.get("requestBody", {}).get("content", {})
    response = operation["responses"].get("200", {}).get("content", {})
    return [("Request", each) for each in request.values()] + [
        (f"Response, `{kind}`", each) for kind, each in response.items()
    ]


def told(field: Schema, required: bool) -> str:
    """What a field means, with its bounds."""
    bounds = [
        f"{word} {field[key]}"
        for key, word in (
            *(("minimum", "At least"), ("maximum", "At most"), ("maxLength", "Characters at most:")),
            *(("maxItems", "Entries at most:"), ("minItems", "Entries at least:")),
        )
        if key in field
    ]
    said = [field.get("description", ""), *bounds, "Required." if required else ""]
    return " ".join(part if part.endswith((".", ";")) else f"{part}." for part in said if part)


def prose(text: str) -> str:
    return text.replace("<", "&lt;").replace("{", "&#123;") if "`" not in text else text


def cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|")


def short(name: str) -> str:
    return name.removeprefix(OWN)


def anchor(name: str) -> str:
    """As headings are named in links."""
    return re.sub(r"[^\w\- ]", "", short(name).lower()).replace(" ", "-")


def streamed(document: Schema) -> str:
    """The methods that stand in the protos and have no path."""
    mapped = {
        operation.get("operationId", "").rsplit("_", 1)[-1]
        for methods in document["paths"].values()
        for operation in methods.values()
        if isinstance(operation, dict)
    }
    protos = "".join(path.read_text() for path in sorted(PROTOS.glob("*.proto")))
    return ", ".join(f"`{name}`" for name in re.findall(r"^  rpc (\w+)\(", protos, re.M) if name not in mapped)


def write(folder: Path, document: Schema) -> None:
    reference = Reference(document)
    folder.mkdir(parents=True)
    pages = reference.services()
    names = sorted(reference.schemas, key=lambda name: (not name.startswith(OWN), name))
    pages["messages"] = ["# Messages", "", *(line for name in names for line in reference.message(name))]
    pages["index"] = [
        *("# Reference of the calls", ""),
        "Each call as the JSON gateway has it; over gRPC it has the same name and the same messages.",
        "Made from the [OpenAPI document](lethe.v1.json), which is made from the protos. Over gRPC",
        f"alone, as it streams: {streamed(document)}; [the contract](../proto/README.md) explains it.",
        *("", "```{toctree}", *pages, "```"),
    ]
    for name, lines in pages.items():
        (folder / f"{name}.md").write_text("\n".join(lines) + "\n")


def main(openapi: Path, folder: Path) -> None:
    write(folder, json.loads(openapi.read_text()))
    shutil.copy(openapi, folder)


main(Path(sys.argv[1]), Path(sys.argv[2]))
