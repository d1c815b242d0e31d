package dev.transferjob.trainer.output;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One or two curves over epochs as inline SVG, drawn so that text stays readable on a phone. */
record LineChart(List<Double> model, List<Double> other, Scale scale) {
  private static final double WIDTH = 400;
  private static final double HEIGHT = 240;
  private static final double LEFT = 44;
  private static final double RIGHT = 10;
  private static final double TOP = 10;
  private static final double BOTTOM = 28;
  private static final int LINES = 4;

  /** The vertical axis. */
  enum Scale {
    SHARE,
    LOSS
  }

  String svg() {
    var svg = new StringBuilder();
    svg.append("<svg viewBox=\"0 0 400 240\" role=\"img\">\n");
    for (int i = 0; i <= LINES; i++) {
      double value = top() * i / LINES;
      svg.append(
          "<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>"
              .formatted(at(LEFT), at(WIDTH - RIGHT), at(y(value)), at(y(value))));
      svg.append(
          "<text x=\"%s\" y=\"%s\" text-anchor=\"end\">%s</text>\n"
              .formatted(at(LEFT - 6), at(y(value) + 4), label(value)));
    }
    svg.append(
        "<text x=\"%s\" y=\"%s\">1</text><text x=\"%s\" y=\"%s\" text-anchor=\"end\">%d epochs</text>\n"
            .formatted(at(LEFT), at(HEIGHT - 8), at(WIDTH - RIGHT), at(HEIGHT - 8), epochs()));
    svg.append(curve(other, "other")).append(curve(model, "model"));
    return svg.append("</svg>").toString();
  }

  private String curve(List<Double> values, String style) {
    if (values.isEmpty()) {
      return "";
    }
    if (values.size() == 1) {
      return "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"3\"/>\n"
          .formatted(style, at(x(0)), at(y(values.getFirst())));
    }
    return IntStream.range(0, values.size())
        .filter(i -> Double.isFinite(values.get(i)))
        .mapToObj(i -> at(x(i)) + "," + at(y(values.get(i))))
        .collect(Collectors.joining(" ", "<polyline class=\"" + style + "\" points=\"", "\"/>\n"));
  }

  private int epochs() {
    return Math.max(model.size(), other.size());
  }

  private double top() {
    return switch (scale) {
      case SHARE -> 1;
      case LOSS ->
          Math.max(
              0.1,
              IntStream.range(0, epochs())
                  .mapToDouble(i -> Math.max(value(model, i), value(other, i)))
                  .max()
                  .orElse(1));
    };
  }

  private static double value(List<Double> values, int index) {
    return index < values.size() && Double.isFinite(values.get(index)) ? values.get(index) : 0;
  }

  private double x(int index) {
    return LEFT + (WIDTH - LEFT - RIGHT) * index / Math.max(1, epochs() - 1);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * Math.min(value, top()) / top();
  }

  private String label(double value) {
    return switch (scale) {
      case SHARE -> Math.round(100 * value) + " %";
      case LOSS -> Html.number(value).substring(0, 4);
    };
  }

  private static String at(double coordinate) {
    return Html.coordinate(coordinate);
  }
}
