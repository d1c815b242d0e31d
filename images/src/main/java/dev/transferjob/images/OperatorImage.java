package dev.transferjob.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The operator's image: Java and the application as Quarkus packaged it. */
final class OperatorImage {
  private static final String HOME = "/opt/operator";

  private static final List<String> JVM_OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          // Of the pod's memory limit, so that a long history only needs a higher limit.
          "-XX:MaxRAMPercentage=45",
          "-Xms32m",
          // Idle memory is mostly young objects that nobody collects yet.
          "-Xmn12m",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-UsePerfData",
          "-XX:TieredStopAtLevel=1",
          // The AOT cache is mapped where it was recorded for; moving it would touch all its pages.
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0",
          "-Djava.util.logging.manager=org.jboss.logmanager.LogManager");

  private final BuildCache cache;
  private final Workspace workspace;

  OperatorImage(BuildCache cache, Workspace workspace) {
    this.cache = cache;
    this.workspace = workspace;
  }

  ImagePlan plan() throws IOException, InterruptedException {
    Path application = workspace.operatorApplication();
    var libraries = new FolderLayer("operator-libraries", HOME);
    var code = new FolderLayer("operator", HOME);
    for (Path file : ImageFiles.paths(application)) {
      if (Files.isRegularFile(file)) {
        String place = application.relativize(file).toString();
        boolean own = !place.startsWith("lib/") || place.contains("/dev.transferjob.");
        (own ? code : libraries).add(place, file);
      }
    }
    code.addText("java.options", String.join("\n", JVM_OPTIONS) + "\n");
    return new ImagePlan(
        "operator:" + workspace.version(),
        new DebianBase(cache).folder(),
        List.of(new JavaRuntime(cache).layer(), libraries.in(cache), code.in(cache)),
        Map.of("LANG", "C.UTF-8", "MALLOC_ARENA_MAX", "1"),
        List.of(
            JavaRuntime.HOME + "/bin/java",
            "@" + HOME + "/java.options",
            "-jar",
            HOME + "/quarkus-run.jar"));
  }
}
