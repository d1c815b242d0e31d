package dev.transferjob.trainer.technique;

import dev.transferjob.trainer.model.NetworkParameter;
import dev.transferjob.trainer.model.Unit;
import java.util.List;

/**
 * The backbone's learning rates as multiples of the head's.
 *
 * @param last the last unit's
 * @param decay each unit's as a multiple of that of the unit behind it (Howard and Ruder 2018)
 */
record LayerRates(double last, double decay) {
  static final LayerRates ALIKE = new LayerRates(1, 1);

  double of(NetworkParameter parameter, List<Unit> units) {
    int behind = 0;
    while (!units.get(units.size() - 1 - behind).name().equals(parameter.unit())) {
      behind++;
    }
    return last * Math.pow(decay, behind);
  }
}
