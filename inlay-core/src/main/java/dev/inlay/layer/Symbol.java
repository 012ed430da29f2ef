package dev.inlay.layer;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * A value of a Functional model before it is built: an output of an {@link Application} of a layer,
 * with its shape and type. {@code category.to(Embedding.of(1_000, 128)).to(Flatten.of())} chains
 * layers; {@code layer.on(a, b)} gives a layer several inputs.
 */
public final class Symbol {
  private final Application application;
  private final int index;
  private final TensorSpec spec;
  private final @Nullable Shape maskShape;
  private final boolean raw;

  Symbol(
      Application application, int index, TensorSpec spec, @Nullable Shape maskShape, boolean raw) {
    this.application = application;
    this.index = index;
    this.spec = spec;
    this.maskShape = maskShape;
    this.raw = raw;
  }

  /** What this is an output of. */
  public Application application() {
    return application;
  }

  /** Which of the application's outputs this is, from 0. */
  public int index() {
    return index;
  }

  /** The name of an input, or that of the layer, not made unique. */
  public String name() {
    return spec.name();
  }

  public Shape shape() {
    return spec.shape();
  }

  public DType dtype() {
    return spec.dtype();
  }

  /** Name, type and shape together. */
  public TensorSpec spec() {
    return spec;
  }

  /** Whether a mask comes with this value, which says what of it counts. */
  public boolean isMasked() {
    return maskShape != null;
  }

  /** The shape of the mask that comes with this value; null if all of it counts. */
  @Nullable Shape maskShape() {
    return maskShape;
  }

  /** Whether this comes with the data or is made of it on the data side: not computed. */
  boolean isRaw() {
    return raw;
  }

  /**
   * The first output of a layer applied to this.
   *
   * @throws IllegalArgumentException naming the layer, if this doesn't suit it
   */
  public Symbol to(Layer layer) {
    return layer.on(this);
  }

  /** As Keras prints one: {@code dense (None, 64) FLOAT32}. */
  @Override
  public String toString() {
    return name() + " " + shape() + " " + dtype();
  }
}
