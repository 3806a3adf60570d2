"""The calls about what items are, as data like those of `_calls`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp

from lethe import _fields, values
from lethe._calls import Call, Page, model_name, several
from lethe.v1 import catalog_service_pb2 as pb2

if TYPE_CHECKING:
    from lethe.values import Attribute


def update_items(
    model: str, items: Iterable[values.CatalogItem], fields: Iterable[str]
) -> Call[pb2.UpdateItemsRequest, pb2.UpdateItemsResponse, values.CatalogUpdate]:
    return Call(
        lambda stubs: stubs.catalogs.UpdateItems,
        pb2.UpdateItemsRequest(
            model=model_name(model),
            items=map(_message, items),
            update_mask=FieldMask(paths=several("fields", fields)),
        ),
        lambda answer: values.CatalogUpdate(answer.added, answer.replaced),
    )


def delete_items(
    model: str, items: Iterable[str]
) -> Call[pb2.DeleteItemsRequest, pb2.DeleteItemsResponse, int]:
    return Call(
        lambda stubs: stubs.catalogs.DeleteItems,
        pb2.DeleteItemsRequest(model=model_name(model), items=_fields.texts("items", items)),
        lambda answer: answer.deleted,
    )


def get_item(
    model: str, item: str
) -> Call[pb2.GetItemRequest, pb2.GetItemResponse, values.CatalogItem]:
    return Call(
        lambda stubs: stubs.catalogs.GetItem,
        pb2.GetItemRequest(model=model_name(model), item=_fields.text("item", item)),
        lambda answer: _item(answer.item),
    )


def list_items(
    model: str, page_token: str
) -> Call[pb2.ListItemsRequest, pb2.ListItemsResponse, Page[values.CatalogItem]]:
    return Call(
        lambda stubs: stubs.catalogs.ListItems,
        pb2.ListItemsRequest(model=model_name(model), page_token=page_token),
        lambda page: Page(tuple(map(_item, page.items)), page.next_page_token),
    )


def _message(item: values.CatalogItem) -> pb2.CatalogItem:
    message = pb2.CatalogItem(
        item=_fields.text("item", item.item),
        categories=_fields.texts("categories", item.categories),
        available=item.available,
        attributes={name: _attribute(name, value) for name, value in item.attributes.items()},
    )
    if item.listed_time is not None:
        listed = Timestamp()
        listed.FromDatetime(_fields.time("listed_time", item.listed_time))
        message.listed_time.CopyFrom(listed)
    return message


def _attribute(name: str, value: Attribute) -> pb2.AttributeValue:
    # A bool is an int, too.
    if isinstance(value, bool):
        return pb2.AttributeValue(flag=value)
    if isinstance(value, (int, float)):
        return pb2.AttributeValue(number=value)
    if isinstance(value, str):
        return pb2.AttributeValue(text=value)
    raise TypeError(
        f"attributes[{name!r}] is a {type(value).__name__}; a str, a number or a bool is needed"
    )


def _value(message: pb2.AttributeValue) -> Attribute:
    if message.WhichOneof("kind") == "flag":
        return message.flag
    return message.number if message.WhichOneof("kind") == "number" else message.text


def _item(message: pb2.CatalogItem) -> values.CatalogItem:
    listed: datetime | None = None
    if message.HasField("listed_time"):
        listed = message.listed_time.ToDatetime().replace(tzinfo=timezone.utc)
    return values.CatalogItem(
        message.item,
        tuple(message.categories),
        {name: _value(value) for name, value in sorted(message.attributes.items())},
        message.available if message.HasField("available") else True,
        listed,
    )
