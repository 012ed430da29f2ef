package dev.inlay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShardingTest {
  @Test
  void littleWorkIsOneShard() {
    assertThat(Sharding.USUAL.rows(32, 50_000, 8_400, 0)).isEqualTo(32);
    assertThat(Sharding.USUAL.rows(1, 2.3e6, 350_000, 0)).isEqualTo(1);
    assertThat(Sharding.USUAL.rows(0, 2.3e6, 350_000, 0)).isEqualTo(1);
  }

  @Test
  void mediumWorkIsCutIntoShardsOfManyRows() {
    assertThat(Sharding.USUAL.rows(256, 72_000, 12_000, 0)).isEqualTo(64);
  }

  @Test
  void largeSumsAreSharedByFewShards() {
    assertThat(Sharding.USUAL.rows(2048, 2.3e6, 350_000, 0)).isEqualTo(256);
  }

  @Test
  void smallBatchesOfLargeModelsKeepAFewCoresBusy() {
    assertThat(Sharding.USUAL.rows(100, 2.3e6, 390_000, 0)).isEqualTo(50);
    assertThat(Sharding.USUAL.rows(1000, 2.3e6, 390_000, 0)).isEqualTo(250);
  }

  @Test
  void fewShardsAreAPowerOfTwo() {
    for (int batch = 1; batch < 2000; batch += 7) {
      int shards = Math.ceilDiv(batch, Sharding.USUAL.rows(batch, 1e5, 1000, 0));
      int power = Integer.highestOneBit(Math.max(1, 2 * shards - 1));
      assertThat(shards).isBetween(power - 1, power);
    }
  }

  @Test
  void muchWorkIsCutIntoShardsOfFewRows() {
    assertThat(Sharding.USUAL.rows(32, 10e6, 50_000, 0)).isEqualTo(8);
  }

  @Test
  void largeMatricesAreReadForManyRowsWhereThereAreManyShards() {
    assertThat(Sharding.USUAL.rows(2048, 0.77e6, 0, 0)).isEqualTo(22);
    assertThat(Sharding.USUAL.rows(256, 0.77e6, 0, 350_000)).isEqualTo(16);
    assertThat(Sharding.USUAL.rows(1024, 0.77e6, 0, 350_000)).isEqualTo(32);
    assertThat(Sharding.USUAL.rows(2048, 0.77e6, 0, 350_000)).isEqualTo(64);
    assertThat(Sharding.USUAL.rows(100_000, 0.77e6, 0, 350_000)).isBetween(64, 65);
  }

  @Test
  void allRowsHaveAShard() {
    for (int batch = 1; batch < 3000; batch += 7) {
      int rows = Sharding.USUAL.rows(batch, 1e5, 1000, 0);
      assertThat(rows).isBetween(1, batch);
    }
  }
}
