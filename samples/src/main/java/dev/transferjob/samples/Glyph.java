package dev.transferjob.samples;

import java.awt.geom.Path2D;
import java.util.List;

/**
 * A sign made of strokes; each is one class of the samples.
 *
 * @param name the class, and so the name of its folder
 * @param strokes separated by blanks. A letter is a point of the grid abc/def/ghi, letters in a row
 *     are a line through these points, {@code o} is a circle around the middle
 */
record Glyph(String name, String strokes) {
  /** What the base model learns to tell apart. */
  static final List<Glyph> SOURCE =
      List.of(
          new Glyph("anchor", "bh gi dbf"),
          new Glyph("bench", "df dg fi"),
          new Glyph("bolt", "cdfg"),
          new Glyph("bowl", "aghic"),
          new Glyph("box", "aciga"),
          new Glyph("bridge", "ac bh"),
          new Glyph("comb", "ag bh ci ac"),
          new Glyph("cross", "ai cg"),
          new Glyph("diamond", "bfhdb"),
          new Glyph("door", "gaci"),
          new Glyph("eye", "o e"),
          new Glyph("fence", "ag ci df"),
          new Glyph("flag", "ag acfd"),
          new Glyph("fork", "hb aec"),
          new Glyph("hook", "abhg"),
          new Glyph("hourglass", "acgia"),
          new Glyph("plus", "bh df"),
          new Glyph("roof", "dbf"),
          new Glyph("stairs", "gdefbc"),
          new Glyph("wave", "dbhf"));

  /** What the quick start's job has to learn from few samples; none is in {@link #SOURCE}. */
  static final List<Glyph> TARGET =
      List.of(
          new Glyph("arrow", "bh dhf"),
          new Glyph("crown", "gaecig"),
          new Glyph("fish", "dbfhd fc fi"),
          new Glyph("house", "dbf dgif"),
          new Glyph("key", "o eh hi"),
          new Glyph("kite", "bfhdb bh"),
          new Glyph("mast", "ag cg ci"),
          new Glyph("sail", "bhgb"),
          new Glyph("table", "acfd dg fi"),
          new Glyph("wheel", "o bh df"));

  private static final String GRID = "abcdefghi";
  private static final char CIRCLE = 'o';
  private static final int CIRCLE_POINTS = 12;
  private static final double CIRCLE_RADIUS = 0.6;

  /** The strokes as a shape in the square from (-1, -1) to (1, 1), y downwards. */
  Path2D shape() {
    var shape = new Path2D.Double();
    for (String stroke : strokes.split(" ", -1)) {
      if (stroke.charAt(0) == CIRCLE) {
        appendCircle(shape);
      } else {
        shape.moveTo(x(stroke.charAt(0)), y(stroke.charAt(0)));
        stroke.chars().skip(1).forEach(point -> shape.lineTo(x(point), y(point)));
      }
    }
    return shape;
  }

  private static void appendCircle(Path2D shape) {
    shape.moveTo(CIRCLE_RADIUS, 0);
    for (int point = 1; point < CIRCLE_POINTS; point++) {
      double angle = 2 * Math.PI * point / CIRCLE_POINTS;
      shape.lineTo(CIRCLE_RADIUS * Math.cos(angle), CIRCLE_RADIUS * Math.sin(angle));
    }
    shape.closePath();
  }

  private static int x(int point) {
    return GRID.indexOf(point) % 3 - 1;
  }

  private static int y(int point) {
    return GRID.indexOf(point) / 3 - 1;
  }
}
