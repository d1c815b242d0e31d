package dev.transferjob.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ./dev bench [--only NAME] [--json FILE]}: measures and prints one row a figure. */
public final class Main {
  private Main() {}

  /** Exits with 2 on bad arguments and 1 when a benchmark failed; the others still run. */
  public static void main(String[] arguments) throws Exception {
    var options = Options.parse(arguments, Benchmarks.names());
    var figures = new ArrayList<Figure>();
    int failed = 0;
    for (var benchmark : Benchmarks.all()) {
      if (options.only() != null && !options.only().equals(benchmark.name())) {
        continue;
      }
      System.out.println("-- " + benchmark.name());
      try {
        var measured = benchmark.run();
        measured.forEach(figure -> System.out.println(figure.row()));
        figures.addAll(measured);
      } catch (Exception e) {
        failed++;
        System.out.println(benchmark.name() + " failed: " + e);
      }
      write(options.json(), figures);
    }
    System.exit(failed == 0 ? 0 : 1);
  }

  private static void write(Path file, List<Figure> figures) throws Exception {
    if (file == null) {
      return;
    }
    var json = new ObjectMapper();
    try (var out = Files.newBufferedWriter(file)) {
      for (var figure : figures) {
        out.write(json.writeValueAsString(figure));
        out.newLine();
      }
    }
  }
}
