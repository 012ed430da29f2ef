package dev.inlay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/** Made-up rows whose label a model can learn. */
final class Houses {
  private Houses() {}

  /** Houses with a town, an age with gaps, an area, the price and whether it was sold. */
  static Path write(Path folder, int rows) throws IOException {
    var random = new Random(7);
    String[] towns = {"Aalen", "Bonn", "Celle", "Düren"};
    StringBuilder text = new StringBuilder("id,town,age,area,sold,price\n");
    for (int row = 0; row < rows; row++) {
      int town = random.nextInt(towns.length);
      int age = random.nextInt(90);
      double area = 40 + 100 * random.nextDouble();
      double price = area * (3000 + 800 * town) - 500.0 * age;
      boolean sold = price + 60_000 * random.nextGaussian() < 350_000;
      text.append(
          String.format(
              Locale.ROOT,
              "%d,%s,%s,%.2f,%s,%.0f\n",
              row + 1,
              towns[town],
              random.nextInt(10) == 0 ? "" : Integer.toString(age),
              area,
              sold ? "yes" : "no",
              price));
    }
    return Files.writeString(folder.resolve("houses.csv"), text);
  }

  /** The arguments of the command that learns from such rows which houses are sold. */
  static Object[] training(Path houses, Object... more) {
    return Stream.concat(Stream.of("train", "--csv", houses, "--label", "sold"), Stream.of(more))
        .toArray();
  }
}
