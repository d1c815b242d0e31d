package dev.transferjob.operator.transferjob;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.transferjob.cluster.GoProgram;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The project's chart, rendered by the real Helm. */
public final class Chart {
  private static final Path FOLDER = Path.of("../charts/transferjob");

  private Chart() {}

  /** What Helm printed, and how it ended. */
  public record Output(int code, String text) {}

  /** All objects of a release named transferjob in the namespace ops. */
  public static List<HasMetadata> objects(String... arguments) {
    var command =
        new ArrayList<>(List.of("template", "transferjob", FOLDER.toString(), "-n", "ops"));
    command.addAll(Arrays.asList(arguments));
    var output = helm(command.toArray(String[]::new));
    if (output.code() != 0) {
      throw new IllegalStateException(output.text());
    }
    Object parsed = new KubernetesSerialization().unmarshal(output.text());
    return ((Collection<?>) parsed).stream().map(HasMetadata.class::cast).toList();
  }

  /** Runs Helm. */
  public static Output helm(String... arguments) {
    var command = new ArrayList<>(List.of(GoProgram.HELM.binary().toString()));
    command.addAll(Arrays.asList(arguments));
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var text = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Output(process.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
