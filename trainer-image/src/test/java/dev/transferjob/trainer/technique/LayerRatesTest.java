package dev.transferjob.trainer.technique;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.transferjob.trainer.model.NetworkParameter;
import dev.transferjob.trainer.model.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerRatesTest {
  private static final List<Unit> UNITS =
      List.of(
          new Unit("stem", List.of("conv1", "bn1")),
          new Unit("layer1", List.of("layer1")),
          new Unit("layer2", List.of("layer2")),
          new Unit("layer3", List.of("layer3")));

  /** The last unit has the backbone's multiplier, each one before it the decay's share of that. */
  @ParameterizedTest
  @CsvSource({"stem, 3", "layer1, 2", "layer2, 1", "layer3, 0"})
  void eachUnitLearnsSlowerThanTheOneBehindIt(String unit, int behind) {
    // Given
    var parameter = new NetworkParameter(unit + ".weight", unit, false, null);

    // When
    double rate = new LayerRates(0.1, 0.8).of(parameter, UNITS);

    // Then
    assertThat(rate).isCloseTo(0.1 * Math.pow(0.8, behind), within(1e-12));
  }

  @Test
  void withoutDecayAllLearnAlike() {
    for (Unit unit : UNITS) {
      var parameter = new NetworkParameter("weight", unit.name(), false, null);
      assertThat(new LayerRates(0.3, 1).of(parameter, UNITS)).isEqualTo(0.3);
      assertThat(LayerRates.ALIKE.of(parameter, UNITS)).isEqualTo(1);
    }
  }
}
