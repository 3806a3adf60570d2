package io.lethe.engine.recommend;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.catalog.Admission;
import io.lethe.engine.catalog.Admissions;
import io.lethe.engine.catalog.Narrowing;
import io.lethe.engine.data.EntityIndex;
import io.lethe.engine.data.VersionData;
import io.lethe.engine.interaction.RecentItems;
import io.lethe.engine.model.Answering;
import io.lethe.engine.model.ModelHandle;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.subject.Containment;
import io.lethe.spi.HistoryModel;
import io.lethe.spi.RecommenderModel;
import io.lethe.spi.RecommenderPlugin;
import java.util.Map;

/** The version of one call, and who is held back in it. */
record Trip(
    ModelHandle handle, Answering answering, Containment containment, Admissions admissions) {

  Trip(ModelHandle handle, Containment containment, Admissions admissions) {
    this(handle, handle.answering(), containment, admissions);
  }

  ModelVersion version() {
    return handle.version();
  }

  ModelName name() {
    return version().id().model();
  }

  VersionData data() {
    return answering.content().data();
  }

  EntityIndex index() {
    return data().index();
  }

  RecommenderPlugin plugin() {
    return answering.content().plugin();
  }

  RecommenderModel model() {
    return answering.content().model();
  }

  /** The items that an answer may hold, as of a moment from which on this trip goes. */
  Admission admission(Narrowing narrowing) {
    return admissions.of(name(), index(), narrowing);
  }

  /** Whether a user is held back. */
  boolean contains(String user) {
    return containment.containsUser(user, version().erasurePosition());
  }

  /**
   * What a user did that the version has not learned. What an erasure names does not count, also in a
   * version that reflects the erasure: the rows are purged later.
   */
  RecentItems recent(RecentInteractions recents, String user) {
    if (containment.isEmpty()) {
      return recents.of(name(), user, answering.learned());
    }
    return containment.containsUser(user, 0)
        ? RecentItems.EMPTY
        : recents.of(name(), user, answering.learned())
            .without(containment.items(0))
            .without(containment.itemsOf(user, 0));
  }

  /** Whether the model is one that goes by the order of a history. */
  boolean readsOrder() {
    return model() instanceof HistoryModel history && history.readsOrder();
  }

  /**
   * The model as one that can be asked for a history.
   *
   * @throws LetheException of kind {@code HISTORY_NOT_SUPPORTED}
   */
  HistoryModel historyModel() {
    if (model() instanceof HistoryModel history) {
      return history;
    }
    throw new LetheException(
        ErrorKind.HISTORY_NOT_SUPPORTED,
        "model %s of plugin %s can be asked for its users only, not for a history".formatted(
            name(), plugin().name()),
        Map.of("model", name().value(), "plugin", plugin().name()));
  }
}
