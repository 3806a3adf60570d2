"""Writes the Parquet files beside it: the same 60 rows in many ways, and some that are refused.

    pip install pyarrow==26.0.1 polars==2.1.0 && python make_fixtures.py

The files are committed: what reads them shall not be what wrote them.
"""

import datetime
import decimal
import pathlib

import polars
import pyarrow
from pyarrow import parquet

HERE = pathlib.Path(__file__).parent
START = 1_700_000_000
ROWS = [
    (7 * row % 11 + 1, f"item {row % 17:02d} \u00e9", (row % 9 + 2) / 2, START + 86_400 * row)
    for row in range(60)
]
USERS = [user for user, _, _, _ in ROWS]
ITEMS = [item for _, item, _, _ in ROWS]
RATINGS = [rating for _, _, rating, _ in ROWS]
SECONDS = [second for _, _, _, second in ROWS]
TIMES = [datetime.datetime.fromtimestamp(second, datetime.UTC) for second in SECONDS]


def table(user=pyarrow.int64(), rating=pyarrow.float64(), time=pyarrow.timestamp("ms", tz="UTC")):
    """The rows as a table, with columns that do not matter: a list, a structure, a truth value."""
    return pyarrow.table({
        "tags": pyarrow.array([["a", "b"]] * len(ROWS)),
        "user_id": pyarrow.array([str(user_) for user_ in USERS]).cast(user),
        "place": pyarrow.array([{"x": 1.5, "y": None}] * len(ROWS)),
        "item_id": pyarrow.array(ITEMS),
        "seen": pyarrow.array([True] * len(ROWS)),
        "rating": pyarrow.array(
            [decimal.Decimal(str(value)) for value in RATINGS] if pyarrow.types.is_decimal(rating)
            else RATINGS, rating),
        "timestamp": pyarrow.array(SECONDS if pyarrow.types.is_integer(time) else TIMES, time),
    })


def write(name, rows, **options):
    parquet.write_table(rows, HERE / f"{name}.parquet", **options)


def same_rows():
    (HERE / "ratings.csv").write_text(
        "user_id,item_id,rating,timestamp\n"
        + "".join(f"{user},{item},{rating},{second}\n" for user, item, rating, second in ROWS))
    write("same-snappy-groups", table(), row_group_size=17)
    write("same-gzip-pages", table(), compression="gzip", data_page_size=128, use_dictionary=False)
    write("same-zstd-pages-2", table(), compression="zstd", data_page_version="2.0",
          write_page_checksum=True)
    write("same-plain-int96", table(user=pyarrow.int32()), compression="none",
          use_deprecated_int96_timestamps=True)
    write("same-delta-float", table(rating=pyarrow.float32()), use_dictionary=False,
          column_encoding={"user_id": "DELTA_BINARY_PACKED", "item_id": "DELTA_BYTE_ARRAY",
                           "rating": "BYTE_STREAM_SPLIT"})
    write("same-decimal-local", table(user=pyarrow.string(), rating=pyarrow.decimal128(5, 1),
                                      time=pyarrow.timestamp("us")))
    write("same-unsigned-seconds", table(user=pyarrow.uint64(), time=pyarrow.int64()))
    write("same-floating-users", table(user=pyarrow.float64()))
    polars.DataFrame({"user": USERS, "item": polars.Series(ITEMS, dtype=polars.Categorical),
                      "score": RATINGS, "time": TIMES}).write_parquet(
        HERE / "same-polars.parquet", row_group_size=25)


def others():
    write("large-ids", pyarrow.table({
        "user": pyarrow.array([2**64 - 1, 2**63, 1], pyarrow.uint64()),
        "item": pyarrow.array([4_000_000_000, 2**31, 2], pyarrow.uint32()),
        "rating": pyarrow.array([1, -2, 3], pyarrow.int8())}))
    write("days", pyarrow.table({
        "user": ["ann", "bob", "cid"], "item": ["a", "b", "c"],
        "date": pyarrow.array([datetime.date(2024, 1, 31), datetime.date(1969, 12, 31), None])}))
    write("nulls", pyarrow.table({
        "user": ["ann", None, "cid", "dan"], "item": pyarrow.array([1, 2, None, 4], pyarrow.int32()),
        "rating": [1.0, 2.0, 3.0, None],
        "timestamp": pyarrow.array([START, None, START, START], pyarrow.timestamp("s"))}))
    write("not-whole", pyarrow.table({"user": [1.0, 2.5], "item": ["a", "b"]}))
    write("not-a-number", pyarrow.table({
        "user": ["ann", "bob", "cid"], "item": ["a", "b", "c"],
        "rating": [1.0, float("nan"), float("inf")]}))
    write("bytes", pyarrow.table({"user": [b"ann", b"b\xff"], "item": ["a", "b"]}))
    write("no-rows", table().slice(0, 0))
    write("rating-truth", pyarrow.table({"user": ["ann"], "item": ["a"], "rating": [True]}))
    write("item-structure", pyarrow.table({"user": ["ann"], "item": [{"id": "a"}]}))
    write("user-time", pyarrow.table({"user": [TIMES[0]], "item": ["a"]}))
    write("events", pyarrow.table({
        "user": ["ann", "ann", "bob"], "item": ["a", "b", "a"],
        "event": pyarrow.array(["view", "cart", "view"]).dictionary_encode()}))
    write("compressed-lz4", table(), compression="lz4")
    write("compressed-brotli", table(), compression="brotli")


same_rows()
others()
