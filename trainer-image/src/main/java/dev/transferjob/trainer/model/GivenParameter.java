package dev.transferjob.trainer.model;

import ai.djl.ndarray.types.Shape;

/**
 * A parameter of a network from elsewhere.
 *
 * @param name as the file has it
 */
record GivenParameter(String name, Shape shape) {}
