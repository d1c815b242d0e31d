package dev.transferjob.trainer.graph;

/**
 * A part of a network that has a name of its own, because it has weights or a mode. Takes and gives
 * float32 tensors: images (N, C, H, W) or rows (N, width).
 */
public sealed interface Layer
    permits Conv2d, BatchNorm2d, Linear, Dropout, NearestNeighbors, Block {}
