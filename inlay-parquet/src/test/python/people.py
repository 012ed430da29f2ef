"""Writes the files of src/test/resources/parquet: pip install pyarrow==25.0.1; python people.py FOLDER."""
import datetime
import decimal
import sys

import pyarrow as pa
import pyarrow.parquet as pq

people = pa.table(
    {
        "id": pa.array([1, 2, 12345678901], pa.int64()),
        "age": pa.array([39, None, 25], pa.int32()),
        "far": pa.array([None, 16777217, 3], pa.int64()),
        "height": pa.array([1.75, None, 2.0], pa.float64()),
        "weight": pa.array([70.5, 80.25, None], pa.float32()),
        "paid": pa.array([True, False, True], pa.bool_()),
        "name": pa.array(["Ada", None, "Märlo"], pa.string()),
        "job": pa.array(["a", "b", "a"], pa.string()).dictionary_encode(),
        "cents": pa.array([decimal.Decimal("1.25"), decimal.Decimal("-3.50"), None], pa.decimal128(9, 2)),
        "born": pa.array([datetime.date(1970, 1, 11), datetime.date(1969, 12, 31), datetime.date(1970, 1, 1)]),
        "tags": pa.array([["x", "y"], [], None], pa.list_(pa.string())),
        "scores": pa.array([[1, None, 3], [4], []], pa.list_(pa.int64())),
        "user": pa.array([{"zip": "01", "n": 1}, None, {"zip": "99", "n": 2}], pa.struct([("zip", pa.string()), ("n", pa.int64())])),
        "items": pa.array([[{"sku": "a", "count": 1}, {"sku": "b", "count": 2}], [], [{"sku": "c", "count": 3}]]),
        "seen": pa.array([[("u", 1.5)], [], [("v", 2.0), ("w", 3.0)]], pa.map_(pa.string(), pa.float32())),
    }
)
folder = sys.argv[1]
for compression in ["snappy", "gzip", "zstd", "none"]:
    pq.write_table(people, f"{folder}/people-{compression}.parquet", compression=compression, row_group_size=2)
pq.write_table(pa.table({"id": [1], "nested": [[[1], [2]]], "photo": pa.array([b"abcd"], pa.binary(4))}), f"{folder}/nested.parquet")
pq.write_table(pa.table({"id": [1]}), f"{folder}/lz4.parquet", compression="lz4")
