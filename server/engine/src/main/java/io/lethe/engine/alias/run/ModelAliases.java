package io.lethe.engine.alias.run;

import io.lethe.engine.ErrorKind;
import io.lethe.engine.LetheException;
import io.lethe.engine.alias.AliasName;
import io.lethe.engine.alias.AliasSet;
import io.lethe.engine.alias.ModelAlias;
import io.lethe.engine.alias.TrafficKey;
import io.lethe.engine.failpoint.Failpoint;
import io.lethe.engine.model.ModelName;
import io.lethe.engine.model.ModelRegistry;
import io.lethe.engine.model.ModelVersion;
import io.lethe.engine.model.VersionId;
import io.lethe.engine.publish.VersionPublisher;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The aliases of all models. A version is in memory before an alias leads to it, and the one before it
 * finishes its calls: there is no moment in which a call fails. Thread-safe; changes of one model's
 * versions take turns with these.
 */
public final class ModelAliases {

  private static final Logger LOG = LoggerFactory.getLogger(ModelAliases.class);

  private final AliasChange change;
  private final AliasLedger ledger;
  private final ModelRegistry registry;
  private final VersionPublisher publisher;
  private final Rooms rooms;
  private final int aliasesMax;

  /**
   * What aliases need beside the versions that answer.
   *
   * @param showBeside has what came after so many rows of a model's log shown to answers
   * @param random makes the keys
   */
  public record Rooms(ObjLongConsumer<ModelName> showBeside, SecureRandom random) {}

  /**
   * Aliases.
   *
   * @param aliasesMax most aliases of a model
   */
  public ModelAliases(AliasChange change, VersionPublisher publisher, Rooms rooms, int aliasesMax) {
    this.change = change;
    this.ledger = change.ledger();
    this.registry = change.registry();
    this.publisher = publisher;
    this.rooms = rooms;
    this.aliasesMax = aliasesMax;
  }

  /**
   * What an alias is to be.
   *
   * @param version number of its version; null for the one that it has
   * @param basisPoints its share of the users; null for the one that it has, 0 for a new alias
   */
  public record Wanted(AliasName name, @Nullable Long version, @Nullable Integer basisPoints) {

    public Wanted {
      if (basisPoints != null && (basisPoints < 0 || basisPoints > ModelAlias.ALL_USERS)) {
        throw new LetheException(
            ErrorKind.ARGUMENT_INVALID,
            "a share of %d basis points (hundredths of 1 %%); 0 to %d are allowed"
                .formatted(basisPoints, ModelAlias.ALL_USERS),
            Map.of("field", "basis_points"));
      }
    }
  }

  /**
   * An alias as it is now.
   *
   * @param answers false if its version could not be loaded: calls that name it are refused, and the
   *     active version answers for its share
   */
  public record Listed(ModelAlias alias, boolean answers) {}

  /**
   * Makes an alias or changes it; durable, and answered so, when this returns. O(the version's
   * parameters and interactions) where it has to be loaded.
   *
   * @throws LetheException as {@link StoredVersions#fit}; of kind {@code ALIAS_NOT_FOUND} if no version
   *     is given for a new one; {@code ALIAS_BOUND_EXCEEDED}; {@code MODEL_NOT_READY}, {@code
   *     STORAGE_FULL}, {@code STORAGE_FAILED}
   */
  public Listed set(ModelName model, Wanted wanted) {
    return publisher.exclusively(model, () -> {
      AliasSet before = ledger.find(model)
          .orElseGet(() -> new AliasSet(TrafficKey.generate(rooms.random()), List.of()));
      ModelAlias alias = alias(model, before.find(wanted.name()), wanted);
      check(model, before, alias);
      VersionId id = new VersionId(model, alias.version());
      ModelVersion version = registry.answering(id).orElseGet(() -> change.versions().fit(id));
      requireServing(model);
      rooms.showBeside().accept(model, version.manifest().training().logEnd());
      change.failpoints().hit(Failpoint.ALIAS_BEFORE_COMMIT);
      change.save(model, before.with(alias), List.of(version));
      LOG.info(
          "alias {} of {} is {} with {} basis points", alias.name(), model, id,
          alias.basisPoints());
      return new Listed(alias, true);
    });
  }

  private static ModelAlias alias(ModelName model, Optional<ModelAlias> before, Wanted wanted) {
    Long version = wanted.version();
    Integer share = wanted.basisPoints();
    return new ModelAlias(
        wanted.name(),
        version != null
            ? version
            : before.map(ModelAlias::version).orElseThrow(() -> missing(model, wanted.name())),
        share != null ? share : before.map(ModelAlias::basisPoints).orElse(0));
  }

  private void check(ModelName model, AliasSet before, ModelAlias alias) {
    AliasSet others = before.without(alias.name());
    // One that is there may be changed where the setting was lowered since.
    if (before.find(alias.name()).isEmpty() && others.aliases().size() >= aliasesMax) {
      throw exceeded(
          model, "aliases", others.aliases().size() + 1, aliasesMax,
          "aliases, each of which holds a version in memory; the setting versions.aliases-max allows");
    }
    int share = others.basisPoints() + alias.basisPoints();
    if (share > ModelAlias.ALL_USERS) {
      throw new LetheException(
          ErrorKind.ALIAS_BOUND_EXCEEDED,
          "%s would have aliases for %s of the users together; 100 %% are there".formatted(
              model, percent(share)),
          bound(model, "basis_points", share, ModelAlias.ALL_USERS));
    }
  }

  private static LetheException exceeded(
      ModelName model, String bound, int value, int max, String what) {
    return new LetheException(
        ErrorKind.ALIAS_BOUND_EXCEEDED, "%s would have %d %s %d".formatted(model, value, what, max),
        bound(model, bound, value, max));
  }

  private static Map<String, String> bound(ModelName model, String bound, int value, int max) {
    return Map.of(
        "model", model.value(), "bound", bound, "value", String.valueOf(value), "max",
        String.valueOf(max));
  }

  private static String percent(int basisPoints) {
    return BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString() + " %";
  }

  /** An alias is a version beside the active one. */
  private void requireServing(ModelName model) {
    if (registry.active(model).isEmpty()) {
      throw new LetheException(
          ErrorKind.MODEL_NOT_READY, "no version of %s answers".formatted(model),
          Map.of("model", model.value()));
    }
  }

  /**
   * Takes an alias away; its share goes to the active version.
   *
   * @throws LetheException of kind {@code ALIAS_NOT_FOUND}, {@code STORAGE_FULL}, {@code STORAGE_FAILED}
   */
  public void delete(ModelName model, AliasName name) {
    boolean _ = publisher.exclusively(model, () -> {
      AliasSet before = ledger.find(model)
          .filter(set -> set.find(name).isPresent())
          .orElseThrow(() -> missing(model, name));
      change.save(model, before.without(name), List.of());
      return true;
    });
  }

  private static LetheException missing(ModelName model, AliasName name) {
    return new LetheException(
        ErrorKind.ALIAS_NOT_FOUND, "model %s has no alias %s".formatted(model, name),
        Map.of("model", model.value(), "alias", name.value()));
  }

  /** The aliases of a model, by name. */
  public List<Listed> list(ModelName model) {
    return ledger.find(model)
        .map(AliasSet::aliases)
        .orElse(List.of())
        .stream()
        .map(alias -> new Listed(alias, answers(new VersionId(model, alias.version()))))
        .toList();
  }

  private boolean answers(VersionId id) {
    return registry.answering(id).isPresent();
  }

  /**
   * Has the aliases of a model answer, after its active version began to: those that cannot do not hinder
   * that one, and the log says why. Repeating it does nothing.
   */
  public void serve(ModelName model) {
    try {
      boolean _ = publisher.exclusively(model, () -> {
        ledger.find(model).ifPresent(set -> serve(model, set));
        return true;
      });
    } catch (LetheException failed) {
      LOG.error("no alias of {} answers that did not before", model, failed);
    }
  }

  private void serve(ModelName model, AliasSet set) {
    List<ModelVersion> loaded = new ArrayList<>();
    for (long number : set.versions()) {
      VersionId id = new VersionId(model, number);
      if (!answers(id)) {
        change.loaded(id).ifPresent(loaded::add);
      }
    }
    loaded.forEach(
        version -> rooms.showBeside().accept(model, version.manifest().training().logEnd()));
    registry.answerBeside(model, set, loaded);
  }

  /** Forgets the aliases of a model that is deleted. Repeating it does nothing. */
  public void forget(ModelName model) {
    boolean _ = publisher.exclusively(model, () -> {
      ledger.find(model).ifPresent(set -> ledger.save(model, new AliasSet(set.key(), List.of())));
      return true;
    });
  }
}
