package dev.transferjob.trainer.image;

import dev.transferjob.trainer.data.Preprocessing;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The trainer's preprocessing as a TorchScript method, which travels with the network: nobody has
 * to resize and normalise as it was trained with. It smooths and rounds as Pillow does, like the
 * trainer: first across, then down, to whole numbers each time, halves up. Halves are common where
 * sizes are, and single precision may fall just short of one: hence 0.5001.
 */
public record PreprocessingScript(Preprocessing preprocessing) {

  /** {@code preprocess}: decoded images, uint8 (N, H, W, 3), to float32 (N, 3, size, size). */
  public String text() {
    return """
        def preprocess(self, images: Tensor) -> Tensor:
          x = torch.to(torch.permute(images, [0, 3, 1, 2]), 6)
          h = torch.size(x, 2)
          w = torch.size(x, 3)
          shorter = min(h, w)
          height = %1$d * h // shorter
          width = %1$d * w // shorter
          x = torch.clamp(torch.floor(torch.add(torch.%2$s(x, [h, width], False), 0.5001)), 0, 255)
          x = torch.clamp(torch.floor(torch.add(torch.%2$s(x, [height, width], False), 0.5001)), 0, 255)
          top = (height - %3$d) // 2 + (height - %3$d) %% 2 * ((height - %3$d) // 2 %% 2)
          left = (width - %3$d) // 2 + (width - %3$d) %% 2 * ((width - %3$d) // 2 %% 2)
          x = x[:, :, top:top + %3$d, left:left + %3$d]
          mean = torch.tensor([%4$s], dtype=6, device=x.device)
          std = torch.tensor([%5$s], dtype=6, device=x.device)
          return torch.div(torch.sub(torch.div(x, 255), torch.reshape(mean, [3, 1, 1])), torch.reshape(std, [3, 1, 1]))
        """
        .formatted(
            preprocessing.resize(),
            interpolation(),
            preprocessing.size(),
            numbers(preprocessing.mean()),
            numbers(preprocessing.std()));
  }

  private String interpolation() {
    return switch (preprocessing.interpolation()) {
      case Bilinear -> "_upsample_bilinear2d_aa";
      case Bicubic -> "_upsample_bicubic2d_aa";
    };
  }

  private static String numbers(List<Double> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
