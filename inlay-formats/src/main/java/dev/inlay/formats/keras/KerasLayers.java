package dev.inlay.formats.keras;

import dev.inlay.layer.Config;
import dev.inlay.layer.LayerClasses;

/** Lets models that came from Keras be saved and loaded as all others. */
public final class KerasLayers implements LayerClasses {
  /** Made by {@link java.util.ServiceLoader}. */
  public KerasLayers() {}

  @Override
  public Config config() {
    return Config.of(Given.class, Operation.class, WithMasks.class, WithoutMasks.class);
  }
}
