package dev.transferjob.trainer.graph;

import java.util.List;

/** A tensor on its way through a {@link Block}. Every method gives a new one. */
public final class Value {
  private final Block block;
  private final int index;
  private int uses;

  Value(Block block, int index) {
    this.block = block;
    this.index = index;
  }

  /**
   * Through a layer, which becomes a child of the block.
   *
   * @param name may be dotted; what is before the last dot is made where it is not there yet
   */
  public Value apply(String name, Layer layer) {
    block.child(name, layer);
    return made(new Operation.Apply(name, layer));
  }

  public Value relu() {
    return made(new Operation.Relu());
  }

  public Value relu6() {
    return made(new Operation.Relu6());
  }

  /** The sum with another value of the same shape. */
  public Value plus(Value other) {
    return block.add(new Operation.Add(), List.of(this, other));
  }

  /** Values of one size, side by side in their channels. */
  public static Value concat(Value... values) {
    return values[0].block.add(new Operation.Concat(), List.of(values));
  }

  public Value maxPool(int kernel, int stride, int padding) {
    return made(new Operation.MaxPool(kernel, stride, padding));
  }

  /** Padding counts as zeros. */
  public Value averagePool(int kernel, int stride, int padding) {
    return made(new Operation.AveragePool(kernel, stride, padding));
  }

  /** Means over as even windows as possible: (N, C, H, W) to (N, C, size, size). */
  public Value adaptiveAveragePool(int size) {
    return made(new Operation.AdaptiveAveragePool(size));
  }

  /** The mean over all pixels: (N, C, H, W) to (N, C). */
  public Value globalAverage() {
    return made(new Operation.GlobalAverage());
  }

  /** (N, C, H, W) to (N, C * H * W). */
  public Value flatten() {
    return made(new Operation.Flatten());
  }

  /** Every {@code stride}th pixel, across and down. */
  public Value subsample(int stride) {
    return made(new Operation.Subsample(stride));
  }

  /** With {@code count} channels of zeros before and as many behind. */
  public Value padChannels(int count) {
    return made(new Operation.PadChannels(count));
  }

  private Value made(Operation operation) {
    return block.add(operation, List.of(this));
  }

  /** How many steps lead to it. */
  public int index() {
    return index;
  }

  boolean usedOnce() {
    return uses == 1;
  }

  void use() {
    uses++;
  }
}
