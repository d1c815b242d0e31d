package dev.transferjob.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.transferjob.api.TransferJobSpec;
import java.util.Set;

/**
 * The part of a spec that decides what the training gives. Two specs with the same recipe ask for
 * the same model, wherever, however long and in whose queue it is trained.
 */
public final class Recipe {
  private static final Set<String> CIRCUMSTANCES =
      Set.of(
          "suspend",
          "managedBy",
          "activeDeadlineSeconds",
          "startDeadlineSeconds",
          "progressDeadlineSeconds",
          "ttlSecondsAfterFinished",
          "backoffLimit",
          "terminationGracePeriodSeconds",
          "checkpoint",
          "resources",
          "nodeSelector",
          "tolerations",
          "runtimeClassName",
          "priorityClassName");

  private Recipe() {}

  /** The recipe as JSON, always in the same order. */
  public static String of(TransferJobSpec spec) {
    ObjectNode all = ProtocolJson.mapper().valueToTree(spec);
    all.remove(CIRCUMSTANCES);
    ((ObjectNode) all.get("output")).remove("existingResult");
    return all.toString();
  }
}
