"""What a shop asks of a fake server: recommendations, and interactions that come in."""

from __future__ import annotations

from typing import Any

import grpc
from fake_errors import fail

from lethe.v1 import (
    catalog_service_pb2,
    catalog_service_pb2_grpc,
    interaction_service_pb2,
    interaction_service_pb2_grpc,
    recommendation_service_pb2,
    recommendation_service_pb2_grpc,
)

Outcome = interaction_service_pb2.AppendInteractionsResponse
UserRecommendations = recommendation_service_pb2.UserRecommendations
PAGE_SIZE = 2


class Catalogs(catalog_service_pb2_grpc.CatalogServiceServicer):
    """Keeps the catalogue of one model."""

    def __init__(self) -> None:
        self.entries: dict[str, Any] = {}

    def UpdateItems(self, request: Any, context: Any) -> Any:
        replaced = sum(entry.item in self.entries for entry in request.items)
        self.entries.update({entry.item: entry for entry in request.items})
        return catalog_service_pb2.UpdateItemsResponse(
            added=len(request.items) - replaced, replaced=replaced
        )

    def DeleteItems(self, request: Any, context: Any) -> Any:
        gone = [self.entries.pop(item, None) for item in request.items]
        return catalog_service_pb2.DeleteItemsResponse(deleted=len(gone) - gone.count(None))

    def GetItem(self, request: Any, context: Any) -> Any:
        if request.item not in self.entries:
            fail(context, grpc.StatusCode.NOT_FOUND, "ITEM_NOT_FOUND", {"model": request.model})
        return catalog_service_pb2.GetItemResponse(item=self.entries[request.item])

    def ListItems(self, request: Any, context: Any) -> Any:
        start = int(request.page_token or 0)
        entries = list(self.entries.values())
        end = start + PAGE_SIZE
        return catalog_service_pb2.ListItemsResponse(
            items=entries[start:end], next_page_token=str(end) if end < len(entries) else ""
        )


class Recommendations(recommendation_service_pb2_grpc.RecommendationServiceServicer):
    """Answers with what it is told to, once it has checked the user."""

    def __init__(self) -> None:
        self.users = {"ann": 2, "bob": 1}
        self.version = "models/movies/versions/3"
        self.outcomes = [1, 2]

    def Recommend(self, request: Any, context: Any) -> Any:
        popular = request.fallback == recommendation_service_pb2.FALLBACK_POPULAR
        if request.user not in self.users and not popular:
            fail(context, grpc.StatusCode.NOT_FOUND, "USER_NOT_FOUND", {"model": request.model})
        items = [f"i{number}" for number in range(3, 9)]
        kept = [item for item in items if item not in request.exclude_items][: request.n]
        return recommendation_service_pb2.RecommendResponse(
            items=[
                recommendation_service_pb2.ScoredItem(item=item, score=8 - place)
                for place, item in enumerate(kept)
            ],
            model_version=self.version,
            erasure_position=request.min_erasure_position,
            source=(
                recommendation_service_pb2.SOURCE_LEARNED
                if request.user in self.users
                else recommendation_service_pb2.SOURCE_POPULAR
            ),
        )

    def BatchRecommend(self, request: Any, context: Any) -> Any:
        return recommendation_service_pb2.BatchRecommendResponse(
            results=[
                UserRecommendations(
                    outcome=UserRecommendations.Outcome.ValueType(outcome),
                    source=recommendation_service_pb2.Source.ValueType(outcome == 1),
                )
                for outcome in self.outcomes
            ],
            model_version=self.version,
        )

    def RecommendForItems(self, request: Any, context: Any) -> Any:
        if request.model == "models/neural":
            metadata = {"model": "neural", "plugin": "neumf"}
            fail(context, grpc.StatusCode.INVALID_ARGUMENT, "HISTORY_NOT_SUPPORTED", metadata)
        return recommendation_service_pb2.RecommendForItemsResponse(
            items=[recommendation_service_pb2.ScoredItem(item="i3", score=1)],
            model_version=self.version,
            erasure_position=request.min_erasure_position,
        )

    def SimilarItems(self, request: Any, context: Any) -> Any:
        return recommendation_service_pb2.SimilarItemsResponse(
            items=[recommendation_service_pb2.ScoredItem(item="i4", score=1)],
            model_version=self.version,
        )

    def Score(self, request: Any, context: Any) -> Any:
        known = recommendation_service_pb2.ItemScore(score=0.5)
        scores = [
            known if item != "unknown" else recommendation_service_pb2.ItemScore()
            for item in request.items
        ]
        return recommendation_service_pb2.ScoreResponse(scores=scores, model_version=self.version)


class Interactions(interaction_service_pb2_grpc.InteractionServiceServicer):
    """Takes interactions in, once for each request id; the first row of each is suppressed."""

    def __init__(self) -> None:
        self.taken_in: dict[str, Any] = {}
        self.imported: dict[str, list[Any]] = {}
        self.imports: list[Any] = []
        self.cuts: list[int] = []
        self.import_headers: dict[str, Any] = {}
        self.full_at = 1_000_000
        self.fail_from = 0

    def AppendInteractions(self, request: Any, context: Any) -> Any:
        if len(self.taken_in) + 1 == self.fail_from:
            metadata = {"model": request.model}
            fail(context, grpc.StatusCode.RESOURCE_EXHAUSTED, "STORAGE_FULL", metadata)
        self.taken_in[request.request_id] = request
        rest = [Outcome.OUTCOME_STORED] * (len(request.interactions) - 1)
        outcomes = [Outcome.OUTCOME_SUPPRESSED, *rest]
        return Outcome(outcomes=outcomes, learned=request.learn_at_once)

    def ImportInteractions(self, requests: Any, context: Any) -> Any:
        """Ends each of the next streams after as many messages as `cuts` says, unanswered."""
        self.import_headers = dict(context.invocation_metadata())
        left = self.cuts.pop(0) if self.cuts else 1_000_000
        for request in requests:
            self.imports.append(request)
            rows = self.imported.setdefault(request.import_id, [])
            if request.position > len(rows):
                fail(context, grpc.StatusCode.INVALID_ARGUMENT, "ARGUMENT_INVALID", {})
            fresh = request.interactions[len(rows) - request.position :]
            refused = [
                interaction_service_pb2.RefusedInteraction(position=len(rows) + k, reason="why")
                for k, row in enumerate(fresh)
                if not row.user
            ]
            rows.extend(fresh)
            left -= 1
            if left == 0:
                context.abort(grpc.StatusCode.UNAVAILABLE, "cut")
            if len(rows) > self.full_at:
                fail(context, grpc.StatusCode.RESOURCE_EXHAUSTED, "STORAGE_FULL", {})
            count = sum(not row.user for row in rows)
            yield interaction_service_pb2.ImportInteractionsResponse(
                position=len(rows),
                stored=len(rows) - count,
                refused=count,
                refused_interactions=refused[:100],
            )

    def ListInteractions(self, request: Any, context: Any) -> Any:
        start = int(request.page_token or 0)
        end = start + PAGE_SIZE
        every = [
            interaction_service_pb2.InteractionRow(user=request.user, item=f"i{k}", value=k)
            for k in range(3)
        ]
        every[2].time.FromMilliseconds(1_700_000_000_250)
        every[2].event_type = "buy"
        return interaction_service_pb2.ListInteractionsResponse(
            interactions=every[start:end], next_page_token=str(end) if end < len(every) else ""
        )
