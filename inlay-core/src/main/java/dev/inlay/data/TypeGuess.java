package dev.inlay.data;

import dev.inlay.tensor.DType;

/** What type a column's cells have in common. */
final class TypeGuess implements CellSink {
  /** Beyond, floats no longer tell whole numbers apart. */
  private static final long FLOAT_EXACT = 1 << 24;

  private boolean whole = true;
  private boolean number = true;
  private boolean large;
  private boolean missing;
  private boolean any;

  @Override
  public void add(byte[] buffer, int offset, int length) {
    any = true;
    if (whole && Numbers.isWhole(buffer, offset, length)) {
      add(Numbers.parseLong(buffer, offset, length));
    } else {
      whole = false;
      number = number && !Float.isNaN(Numbers.parseFloat(buffer, offset, length));
    }
  }

  @Override
  public void add(long value) {
    any = true;
    large |= value > FLOAT_EXACT || value < -FLOAT_EXACT;
  }

  @Override
  public void add(double value) {
    any = true;
    whole = false;
    number = number && Float.isFinite((float) value);
  }

  @Override
  public void addText(byte[] buffer, int offset, int length) {
    any = true;
    whole = false;
    number = false;
  }

  @Override
  public void add(boolean truth) {
    any = true;
  }

  @Override
  public void addMissing() {
    missing = true;
  }

  /** The narrowest type that holds all cells; of whole numbers with gaps, floats or else texts. */
  DType type(boolean hasDefault) {
    if (!any || !number) {
      return DType.STRING;
    }
    if (!whole) {
      return DType.FLOAT32;
    }
    if (!missing || hasDefault) {
      return DType.INT64;
    }
    return large ? DType.STRING : DType.FLOAT32;
  }
}
