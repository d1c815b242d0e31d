package dev.transferjob.samples;

/**
 * How a glyph is drawn; every number is the largest deviation that chance may take.
 *
 * @param rotation in degrees, to either side
 * @param shift of the middle, in parts of the image's side
 * @param shear in parts of the height
 * @param smallest the smallest size, in parts of the image's side
 * @param thinnest stroke width in pixels
 * @param thickest stroke width in pixels
 * @param wobble by which each point of a stroke is moved, in parts of the glyph
 * @param clutter number of stray strokes in the background
 * @param coloured whether paper and ink have any colours instead of light ink on dark paper
 */
record Style(
    double rotation,
    double shift,
    double shear,
    double smallest,
    double thinnest,
    double thickest,
    double wobble,
    int clutter,
    boolean coloured) {
  /** How the base model's glyphs look. */
  static final Style PLAIN = new Style(18, 0.10, 0.20, 0.50, 1.3, 3.2, 0.08, 1, true);

  /** The target's style: colours, more movement, and strokes that do not belong to the glyph. */
  static final Style HARD = new Style(22, 0.12, 0.25, 0.45, 1.2, 3.4, 0.10, 2, true);
}
