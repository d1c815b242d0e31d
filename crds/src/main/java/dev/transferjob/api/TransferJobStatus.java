package dev.transferjob.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is known of a TransferJob. Written only by the operator. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TransferJobStatus(
    @JsonPropertyDescription("The generation of the spec that this status describes.")
        Long observedGeneration,
    @JsonPropertyDescription("Number of the current run; each run is one Job, named NAME-UID5-RUN.")
        Integer run,
    @JsonPropertyDescription("The state in one word, derived from the conditions for people.")
        Phase phase,
    @Size(max = 16)
        @JsonPropertyDescription(
            "Queued, Running, CheckpointReady, Suspended, Complete, Failed, Reconciling and Stalled;"
                + " every reason is in the documentation's table.")
        List<Condition> conditions,
    @Size(max = 32) @JsonPropertyDescription("When the first attempt began to run.")
        String startTime,
    @Size(max = 32) @JsonPropertyDescription("When the job completed or failed.")
        String completionTime,
    @JsonPropertyDescription("How far the current attempt is.") ProgressStatus progress,
    @Size(max = 32) @JsonPropertyDescription("The newest measured values.")
        List<MetricStatus> metrics,
    @JsonPropertyDescription("The best epoch so far.") BestStatus best,
    @JsonPropertyDescription("The newest verified checkpoint; the next attempt resumes from it.")
        CheckpointStatus checkpoint,
    @JsonPropertyDescription("How many attempts there were. An attempt is one pod.")
        AttemptsStatus attempts,
    @Size(max = 5) @JsonPropertyDescription("The newest five attempts, oldest first.")
        List<AttemptRecord> attemptHistory,
    @JsonPropertyDescription("What the attempts of all runs have used.") UsageStatus usage,
    @JsonPropertyDescription("The queue that the current run waits in or was let in by.")
        QueueStatus queue,
    @JsonPropertyDescription("What runs the training.") RuntimeStatus runtime,
    @JsonPropertyDescription("The trained model and its measured quality.") ResultStatus result) {

  private static final Set<ConditionType> ENDS =
      Set.of(ConditionType.Complete, ConditionType.Failed);

  public TransferJobStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
    attemptHistory = attemptHistory == null ? List.of() : List.copyOf(attemptHistory);
  }

  /** The condition of this type, if it is there. */
  public Optional<Condition> condition(ConditionType type) {
    return conditions.stream().filter(c -> c.type() == type).findFirst();
  }

  /** Whether the condition of this type is there and True. */
  public boolean isTrue(ConditionType type) {
    return condition(type).filter(c -> c.status() == ConditionStatus.True).isPresent();
  }

  /** Complete or Failed: nothing will change any more. */
  @JsonIgnore
  public boolean isFinished() {
    return ENDS.stream().anyMatch(this::isTrue);
  }

  /** What an operator needs to know of a job that has ended. */
  public TransferJobStatus afterTheEnd() {
    var ends =
        conditions.stream()
            .filter(it -> ENDS.contains(it.type()))
            .map(it -> new Condition(it.type(), it.status(), null, null, null, null))
            .toList();
    return new TransferJobStatus(
        observedGeneration,
        run,
        phase,
        ends,
        null,
        completionTime,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
