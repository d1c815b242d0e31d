package dev.transferjob.operator.progress;

import dev.transferjob.operator.config.Leadership;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;

/** The endpoint's inside, for tests that have no HTTP server. */
public final class Intakes {
  /** Answers with the HTTP status of a report. */
  public interface Intake {
    int take(String namespace, String name, String token, String body);
  }

  private Intakes() {}

  public static Intake of(KubernetesClient client, ProgressInbox inbox, boolean leading) {
    var clock = Clock.systemUTC();
    var intake =
        new ProgressIntake(
            new Leadership(leading),
            new TokenCheck(new SigningKeys(client, clock), clock),
            new RateLimit(100, clock),
            inbox);
    return (namespace, name, token, body) -> intake.take(namespace, name, token, body).code();
  }
}
