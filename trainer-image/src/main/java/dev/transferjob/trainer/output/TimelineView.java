package dev.transferjob.trainer.output;

import dev.transferjob.protocol.Stage;
import dev.transferjob.trainer.train.EpochRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The head's learning rate by epoch, and below it which parts of the backbone learned when, as
 * inline SVG. Neighbouring units that learned in the same epochs share a row.
 *
 * @param history of all stages; the baseline's is left out
 * @param units of the backbone, from the input on
 */
record TimelineView(List<EpochRecord> history, List<String> units) {
  private static final double WIDTH = 400;
  private static final double LEFT = 58;
  private static final double RIGHT = 10;
  private static final double TOP = 10;
  private static final double CURVE = 120;
  private static final double ROW = 34;
  private static final int LINES = 2;

  /** Units in a row, and in which epochs they learned. */
  private record Row(String first, String last, List<Boolean> learned) {
    Row until(String unit) {
      return new Row(first, unit, learned);
    }

    String name() {
      return first.equals(last) ? first : first + " to " + last;
    }
  }

  String svg() {
    List<EpochRecord> epochs =
        history.stream().filter(epoch -> epoch.stage() != Stage.Baseline).toList();
    if (epochs.isEmpty()) {
      return "<p class=\"muted\">Nothing was trained.</p>";
    }
    List<Row> rows = rows(epochs);
    double height = TOP + CURVE + 12 + ROW * rows.size() + 24;
    var svg = new StringBuilder();
    svg.append("<svg viewBox=\"0 0 400 %s\" role=\"img\">\n".formatted(at(height)));
    svg.append(curve(epochs));
    for (int i = 0; i < rows.size(); i++) {
      svg.append(row(rows.get(i), TOP + CURVE + 12 + ROW * i, epochs.size()));
    }
    return svg.append(axis(epochs, height)).append("</svg>").toString();
  }

  private List<Row> rows(List<EpochRecord> epochs) {
    var rows = new ArrayList<Row>();
    for (String unit : units) {
      List<Boolean> learned =
          epochs.stream().map(epoch -> epoch.trainedUnits().contains(unit)).toList();
      if (!rows.isEmpty() && rows.getLast().learned().equals(learned)) {
        rows.add(rows.removeLast().until(unit));
      } else {
        rows.add(new Row(unit, unit, learned));
      }
    }
    return rows;
  }

  private static String curve(List<EpochRecord> epochs) {
    double most = epochs.stream().mapToDouble(EpochRecord::learningRate).max().orElse(0);
    double top = most > 0 ? most : 1;
    var svg = new StringBuilder();
    for (int i = 0; i <= LINES; i++) {
      double y = TOP + CURVE - CURVE * i / LINES;
      svg.append(
          "<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/><text x=\"%s\" y=\"%s\" text-anchor=\"end\">%s</text>\n"
              .formatted(
                  at(LEFT),
                  at(WIDTH - RIGHT),
                  at(y),
                  at(y),
                  at(LEFT - 6),
                  at(y + 4),
                  Html.rate(top * i / LINES)));
    }
    String points =
        IntStream.range(0, epochs.size())
            .mapToObj(
                i -> {
                  double y = TOP + CURVE - CURVE * epochs.get(i).learningRate() / top;
                  return "%s,%s %s,%s"
                      .formatted(
                          at(x(i, epochs.size())), at(y), at(x(i + 1, epochs.size())), at(y));
                })
            .collect(Collectors.joining(" "));
    return svg.append("<polyline class=\"model\" points=\"%s\"/>\n".formatted(points)).toString();
  }

  private static String row(Row row, double y, int epochs) {
    var svg = new StringBuilder();
    svg.append(
        "<text x=\"%s\" y=\"%s\">%s</text><rect class=\"track\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"10\" rx=\"3\"/>\n"
            .formatted(
                at(LEFT),
                at(y + 14),
                Html.escaped(row.name()),
                at(LEFT),
                at(y + 20),
                at(WIDTH - LEFT - RIGHT)));
    for (int i = 0; i < epochs; i++) {
      if (row.learned().get(i)) {
        svg.append(
            "<rect class=\"learns\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"10\"/>\n"
                .formatted(at(x(i, epochs)), at(y + 20), at(x(i + 1, epochs) - x(i, epochs))));
      }
    }
    return svg.toString();
  }

  /** Where stages begin, and how many epochs there are. */
  private static String axis(List<EpochRecord> epochs, double height) {
    var svg = new StringBuilder();
    for (int i = 1; i < epochs.size(); i++) {
      if (epochs.get(i).stage() != epochs.get(i - 1).stage()) {
        svg.append(
            "<line class=\"border\" x1=\"%1$s\" x2=\"%1$s\" y1=\"%2$s\" y2=\"%3$s\"/>\n"
                .formatted(at(x(i, epochs.size())), at(TOP), at(height - 20)));
      }
    }
    return svg.append(
            "<text x=\"%s\" y=\"%s\">1</text><text x=\"%s\" y=\"%s\" text-anchor=\"end\">%d epochs</text>\n"
                .formatted(
                    at(LEFT), at(height - 6), at(WIDTH - RIGHT), at(height - 6), epochs.size()))
        .toString();
  }

  private static double x(int epoch, int epochs) {
    return LEFT + (WIDTH - LEFT - RIGHT) * epoch / epochs;
  }

  private static String at(double coordinate) {
    return Html.coordinate(coordinate);
  }
}
