"""Recommends, erases, and keeps the receipt, by a client that was generated: erase.py RECEIPT"""

import json
import os
import pathlib
import sys
import time
import uuid

from lethe_client import Client
from lethe_client.api.operations import operations_get_operation as get_operation
from lethe_client.api.recommendation_service import recommendation_service_recommend as recommend
from lethe_client.api.unlearning_service import unlearning_service_get_receipt as get_receipt
from lethe_client.api.unlearning_service import unlearning_service_unlearn as unlearn
from lethe_client.models import (
    GoogleLongrunningOperation,
    LetheV1RecommendRequest,
    LetheV1RecommendResponse,
    LetheV1UnlearnRequest,
)

USER = "user-108"
SECONDS_MAX = 300


def main(file: str) -> None:
    client = Client(os.environ["LETHE_URL"])
    query = LetheV1RecommendRequest(user=USER)
    answer = recommend.sync("demo", client=client, body=query)
    assert isinstance(answer, LetheV1RecommendResponse), answer
    assert len(answer.items) == query.n == 10

    request = LetheV1UnlearnRequest(
        model="models/demo", user=USER, request_id=str(uuid.uuid4())
    )
    operation = unlearn.sync(client=client, body=request)
    assert isinstance(operation, GoogleLongrunningOperation), operation
    erasure = operation.metadata["erasure"].removeprefix("erasures/")
    deadline = time.monotonic() + SECONDS_MAX
    while operation.done is not True:
        assert time.monotonic() < deadline, operation
        operation = get_operation.sync(
            operation.name.removeprefix("operations/"), client=client
        )
        assert isinstance(operation, GoogleLongrunningOperation), operation

    gone = recommend.sync_detailed("demo", client=client, body=query)
    assert gone.status_code == 404, gone
    receipt = get_receipt.sync(erasure, client=client)
    pathlib.Path(file).write_text(json.dumps(receipt.to_dict()))


main(*sys.argv[1:])
