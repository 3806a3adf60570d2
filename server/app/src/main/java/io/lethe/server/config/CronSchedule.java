package io.lethe.server.config;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.lethe.engine.work.TimedTask;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times of the day, the week or the month, as a crontab writes them. */
public final class CronSchedule {

  /** What {@link #parse} takes, for people. */
  static final String FORM = "a cron expression of five fields (minute hour day month weekday), such as"
      + " 30 3 * * 1-5, that names a time there is, or nothing";

  /** A year with a 29th of February follows within eight years. */
  private static final Instant ANY_TIME = Instant.EPOCH;

  private final ExecutionTime times;

  private CronSchedule(Cron cron) {
    this.times = ExecutionTime.forCron(cron);
  }

  /** The schedule of an expression; null if it is none, or names no time that ever comes. */
  static @Nullable CronSchedule parse(String expression) {
    try {
      CronParser parser = new CronParser(
          CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
      CronSchedule schedule = new CronSchedule(parser.parse(expression).validate());
      return schedule.in(ZoneOffset.UTC).next(ANY_TIME).isPresent() ? schedule : null;
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  /**
   * Its times in a zone. A time that the zone's clock passes over, when it is set forward, is passed
   * over. Of an hour that comes twice, when the clock is set back, a time of day is that of the first;
   * what comes every few minutes comes in both.
   */
  public TimedTask.Times in(ZoneId zone) {
    return after -> next(after.atZone(zone));
  }

  private Optional<Instant> next(ZonedDateTime after) {
    return times.nextExecution(after).map(ZonedDateTime::toInstant);
  }
}
