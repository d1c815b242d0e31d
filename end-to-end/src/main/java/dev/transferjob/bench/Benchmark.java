package dev.transferjob.bench;

import java.util.List;

/** A group of figures that are measured in one go. */
interface Benchmark {
  /** The word that {@code --only} takes. */
  String name();

  List<Figure> run() throws Exception;
}
