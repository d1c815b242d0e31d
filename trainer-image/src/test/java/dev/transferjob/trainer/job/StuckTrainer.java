package dev.transferjob.trainer.job;

import dev.transferjob.trainer.StopSignal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A trainer that hangs, as in a call that does not come back, where one of its classes looks at the
 * clock in one of its methods, until a file is there. For its watchdog the time then flies.
 */
final class StuckTrainer {
  private StuckTrainer() {}

  /** Arguments: the class, the method, the file. */
  public static void main(String[] arguments) {
    var clock = new StuckClock(arguments[0], arguments[1], Path.of(arguments[2]));
    var environment = TrainerEnvironment.of(System.getenv());
    int code = new TrainerProcess(environment, new StopSignal(), clock, clock::nanoTime).run();
    System.out.flush();
    Runtime.getRuntime().halt(code);
  }

  private static final class StuckClock extends Clock {
    private final String type;
    private final String method;
    private final Path release;
    private final AtomicLong stuckSince = new AtomicLong(Long.MAX_VALUE);

    StuckClock(String type, String method, Path release) {
      this.type = type;
      this.method = method;
      this.release = release;
    }

    @Override
    public Instant instant() {
      if (StackWalker.getInstance().walk(frames -> frames.anyMatch(this::isTheOne))) {
        System.out.println("Stuck in " + method);
        stuckSince.set(System.nanoTime());
        while (!Files.exists(release)) {
          LockSupport.parkNanos(10_000_000);
        }
        stuckSince.set(Long.MAX_VALUE);
      }
      return Instant.now();
    }

    /** Goes on a thousand times as fast while the trainer is stuck. */
    long nanoTime() {
      long now = System.nanoTime();
      return now + 1000 * Math.max(0, now - Math.min(now, stuckSince.get()));
    }

    private boolean isTheOne(StackWalker.StackFrame frame) {
      return frame.getClassName().endsWith("." + type) && frame.getMethodName().equals(method);
    }

    @Override
    public ZoneId getZone() {
      return Clock.systemUTC().getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("only moments are asked for");
    }
  }
}
