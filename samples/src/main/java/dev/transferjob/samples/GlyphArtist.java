package dev.transferjob.samples;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.image.BufferedImage;
import java.util.random.RandomGenerator;

/** Draws glyphs, no two alike. Equal random numbers give equal images. */
final class GlyphArtist {
  /** Side of an image in pixels. */
  static final int SIDE = 32;

  private final Style style;
  private final RandomGenerator random;

  GlyphArtist(Style style, RandomGenerator random) {
    this.style = style;
    this.random = random;
  }

  BufferedImage draw(Glyph glyph) {
    var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    double paper = style.coloured() ? random.nextDouble() : between(0, 0.25);
    double ink = contrasting(paper);
    paintPaper(graphics, paper);
    for (int stroke = 0; stroke < style.clutter(); stroke++) {
      graphics.setColor(colour((paper * 2 + ink) / 3));
      graphics.setStroke(pen(1));
      graphics.draw(strayStroke());
    }
    graphics.setColor(colour(ink));
    graphics.setStroke(pen(between(style.thinnest(), style.thickest())));
    graphics.draw(placed(glyph.shape()));
    graphics.dispose();
    return image;
  }

  private void paintPaper(Graphics2D graphics, double brightness) {
    Color from = colour(brightness);
    Color to = style.coloured() ? colour(clamp(brightness + between(-0.2, 0.2))) : from;
    float end = (float) between(0, SIDE);
    graphics.setPaint(new GradientPaint(0, 0, from, SIDE, end, to));
    graphics.fillRect(0, 0, SIDE, SIDE);
  }

  private Shape placed(Path2D glyph) {
    double size = between(style.smallest(), 0.8) * SIDE / 2;
    var place = new AffineTransform();
    place.translate(SIDE / 2.0, SIDE / 2.0);
    place.translate(deviation(style.shift()) * SIDE, deviation(style.shift()) * SIDE);
    place.rotate(Math.toRadians(deviation(style.rotation())));
    place.shear(deviation(style.shear()), 0);
    place.scale(size, size * between(0.85, 1.15));
    return place.createTransformedShape(wobbled(glyph));
  }

  private Path2D wobbled(Path2D glyph) {
    var result = new Path2D.Double();
    var point = new double[6];
    for (PathIterator path = glyph.getPathIterator(null); !path.isDone(); path.next()) {
      int kind = path.currentSegment(point);
      double x = point[0] + deviation(style.wobble());
      double y = point[1] + deviation(style.wobble());
      switch (kind) {
        case PathIterator.SEG_MOVETO -> result.moveTo(x, y);
        case PathIterator.SEG_LINETO -> result.lineTo(x, y);
        case PathIterator.SEG_CLOSE -> result.closePath();
        default ->
            throw new IllegalStateException("A glyph is made of straight lines only, not " + kind);
      }
    }
    return result;
  }

  private Shape strayStroke() {
    return new Line2D.Double(
        between(0, SIDE), between(0, SIDE), between(0, SIDE), between(0, SIDE));
  }

  private BasicStroke pen(double width) {
    return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  private double contrasting(double paper) {
    double difference = between(0.4, 0.7);
    return clamp(paper + difference <= 1 ? paper + difference : paper - difference);
  }

  private Color colour(double brightness) {
    double tint = style.coloured() ? 0.25 : 0;
    return new Color(
        channel(brightness, tint), channel(brightness, tint), channel(brightness, tint));
  }

  private float channel(double brightness, double tint) {
    return (float) clamp(brightness + deviation(tint));
  }

  private double deviation(double largest) {
    return between(-largest, largest);
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private static double clamp(double value) {
    return Math.clamp(value, 0.0, 1.0);
  }
}
