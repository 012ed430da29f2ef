/** Tensors, graphs and the engine; layers and models; columns and estimators. */
module dev.inlay.core {
  requires static jdk.incubator.vector;
  requires static transitive org.jspecify;
  requires de.siegmar.fastcsv;
  requires jdk.management;
  requires transitive java.sql;
  requires tools.jackson.core;

  uses dev.inlay.layer.LayerClasses;

  exports dev.inlay.checkpoint;
  exports dev.inlay.data;
  exports dev.inlay.estimator;
  exports dev.inlay.feature;
  exports dev.inlay.graph;
  exports dev.inlay.layer;
  exports dev.inlay.model;
  exports dev.inlay.tensor;
  exports dev.inlay.train;
}
