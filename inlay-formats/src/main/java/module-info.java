/** Model files of other frameworks, and pictures of models and of their training. */
module dev.inlay.formats {
  requires static org.jspecify;
  requires transitive dev.inlay.core;
  requires java.desktop;

  provides dev.inlay.layer.LayerClasses with
      dev.inlay.formats.keras.KerasLayers;

  exports dev.inlay.formats;
  exports dev.inlay.formats.keras;
  exports dev.inlay.formats.plot;
  exports dev.inlay.formats.tensorboard;
}
