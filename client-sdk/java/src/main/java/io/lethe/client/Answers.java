package io.lethe.client;

import io.grpc.Status;
import io.lethe.v1.BatchRecommendResponse;
import io.lethe.v1.ErrorReason;
import io.lethe.v1.GetLogCheckpointResponse;
import io.lethe.v1.ItemScore;
import io.lethe.v1.RecommendForItemsResponse;
import io.lethe.v1.RecommendResponse;
import io.lethe.v1.ScoreResponse;
import io.lethe.v1.SimilarItemsResponse;
import io.lethe.v1.UserRecommendations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** From the messages of the recommendation service to our values. */
final class Answers {

  private Answers() {}

  static Recommendations recommendations(RecommendResponse response) {
    return new Recommendations(
        items(response.getItemsList()), VersionName.parse(response.getModelVersion()),
        response.getErasurePosition(), source(response.getSource()));
  }

  static Recommendations forItems(RecommendForItemsResponse response) {
    return new Recommendations(
        items(response.getItemsList()), VersionName.parse(response.getModelVersion()),
        response.getErasurePosition(), Source.HISTORY);
  }

  static Recommendations similar(SimilarItemsResponse response) {
    return new Recommendations(
        items(response.getItemsList()), VersionName.parse(response.getModelVersion()),
        response.getErasurePosition(), Source.HISTORY);
  }

  static BatchRecommendations batch(BatchRecommendResponse response) {
    List<BatchRecommendations.Entry> entries = new ArrayList<>(response.getResultsCount());
    for (UserRecommendations result : response.getResultsList()) {
      entries.add(
          new BatchRecommendations.Entry(
              outcome(result.getOutcome()), items(result.getItemsList()),
              source(result.getSource())));
    }
    return new BatchRecommendations(
        entries, VersionName.parse(response.getModelVersion()), response.getErasurePosition());
  }

  static Scores scores(ScoreResponse response) {
    List<OptionalDouble> scores = new ArrayList<>(response.getScoresCount());
    for (ItemScore score : response.getScoresList()) {
      scores.add(score.hasScore() ? OptionalDouble.of(score.getScore()) : OptionalDouble.empty());
    }
    return new Scores(
        scores, VersionName.parse(response.getModelVersion()), response.getErasurePosition());
  }

  static LetheClient.AuditEvent auditEvent(io.lethe.v1.AuditEvent message) {
    ErrorReason refusal = message.getRefusal();
    return new LetheClient.AuditEvent(
        Wire.instant(message.getTime()), message.getPrincipal(), message.getAction(),
        message.getResource(),
        refusal == ErrorReason.ERROR_REASON_UNSPECIFIED
            ? Optional.empty()
            : Optional.of(refusal.name()));
  }

  static LogCheckpoint checkpoint(GetLogCheckpointResponse response) {
    try {
      return LogCheckpoint.parse(response.getCheckpoint());
    } catch (IllegalArgumentException malformed) {
      throw LetheException
          .of(Status.Code.INTERNAL, "the server sent something that is not a log's checkpoint");
    }
  }

  private static List<ScoredItem> items(List<io.lethe.v1.ScoredItem> messages) {
    List<ScoredItem> items = new ArrayList<>(messages.size());
    for (io.lethe.v1.ScoredItem message : messages) {
      items.add(
          new ScoredItem(
              message.getItem(), message.getScore(), message.getBecauseList()
                  .stream()
                  .map(why -> new ScoredItem.Reason(why.getItem(), why.getContribution()))
                  .toList()));
    }
    return items;
  }

  private static Source source(io.lethe.v1.Source source) {
    return switch (source) {
      case SOURCE_LEARNED -> Source.LEARNED;
      case SOURCE_HISTORY -> Source.HISTORY;
      case SOURCE_POPULAR -> Source.POPULAR;
      case SOURCE_UNSPECIFIED, UNRECOGNIZED -> Source.UNKNOWN;
    };
  }

  private static BatchRecommendations.Outcome outcome(UserRecommendations.Outcome outcome) {
    return switch (outcome) {
      case OUTCOME_RECOMMENDED -> BatchRecommendations.Outcome.RECOMMENDED;
      case OUTCOME_USER_NOT_FOUND -> BatchRecommendations.Outcome.USER_NOT_FOUND;
      case OUTCOME_USER_CONTAINED -> BatchRecommendations.Outcome.USER_CONTAINED;
      case OUTCOME_UNSPECIFIED, UNRECOGNIZED -> BatchRecommendations.Outcome.UNKNOWN;
    };
  }
}
