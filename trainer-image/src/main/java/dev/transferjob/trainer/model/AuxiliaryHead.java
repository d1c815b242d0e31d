package dev.transferjob.trainer.model;

import dev.transferjob.trainer.graph.Block;
import dev.transferjob.trainer.graph.Value;

/**
 * A second classifier in the middle of a network, whose loss helps to train what is before it
 * (Szegedy et al. 2015, "Going deeper with convolutions").
 *
 * @param name of its layers in the network
 * @param block from the tapped value to logits
 * @param tap what it looks at
 * @param classifier the full name of its linear layer
 */
record AuxiliaryHead(String name, Block block, Value tap, String classifier) {}
