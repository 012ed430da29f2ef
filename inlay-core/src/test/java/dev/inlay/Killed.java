package dev.inlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Trainings in JVMs of their own that are killed (as by {@code kill -9}) at random moments. Such a
 * process prints {@code from 20} when it goes on from step 20, and {@code saved 25} when it is sure
 * to do so from 25 the next time.
 */
public final class Killed {
  private static final Random RANDOM = new Random(System.nanoTime());
  private static final int LONGEST_LIFE = 60;

  private Killed() {}

  /**
   * Kills a training soon after it has begun.
   *
   * @param saved what is known to be saved
   * @param every how many steps lie between checkpoints
   * @return what is known to be saved now
   */
  public static long soon(Process child, long saved, int every)
      throws IOException, InterruptedException {
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      String first = lines.readLine();
      assertThat(first).as("first line").startsWith("from ");
      long from = Long.parseLong(first.substring("from ".length()));
      assertThat(from).as("where it went on").isGreaterThanOrEqualTo(saved);
      assertThat(from % every).isZero();
      Thread.sleep(RANDOM.nextInt(LONGEST_LIFE));
      // A process closes its streams when it is destroyed; its handle leaves what is in them.
      child.toHandle().destroyForcibly();
      child.waitFor();
      long last = saved;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = Math.max(last, Long.parseLong(line.substring("saved ".length())));
      }
      return last;
    } finally {
      child.destroyForcibly().waitFor();
    }
  }
}
