/** Model files of other frameworks. */
module dev.inlay.formats {
  requires static org.jspecify;
  requires transitive dev.inlay.core;

  exports dev.inlay.formats;
  exports dev.inlay.formats.keras;
}
