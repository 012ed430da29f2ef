package dev.inlay.data;

import static dev.inlay.data.ProtoReader.LENGTH;

import dev.inlay.data.FieldSpec.FixedLength;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** Examples becoming columns. */
final class ExampleRows {
  private static final int FEATURES = 1;
  private static final int ENTRY = 1;
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int BYTES = 1;
  private static final int FLOATS = 2;
  private static final int INTS = 3;

  private final ParseSpec spec;
  private final Map<String, FieldColumn> columns = new LinkedHashMap<>();
  private int count;

  ExampleRows(ParseSpec spec) {
    this.spec = spec;
    spec.features().forEach((name, field) -> columns.put(name, new FieldColumn(name, field)));
    spec.labels().forEach((name, field) -> columns.put(name, new FieldColumn(name, field)));
    if (spec.weights() != null) {
      columns.put(
          spec.weights(), new FieldColumn(spec.weights(), FixedLength.of(DType.FLOAT32, 1)));
    }
  }

  int count() {
    return count;
  }

  void add(byte[] example) {
    ProtoReader message = ProtoReader.of(example);
    while (message.next()) {
      if (message.field() == FEATURES && message.wireType() == LENGTH) {
        features(message.message());
      } else {
        message.skip();
      }
    }
    columns.values().forEach(FieldColumn::check);
    columns.values().forEach(FieldColumn::endRow);
    count++;
  }

  /** Forgets an example that could be read only in part. */
  void drop() {
    columns.values().forEach(FieldColumn::dropRow);
  }

  private void features(ProtoReader features) {
    while (features.next()) {
      if (features.field() == ENTRY && features.wireType() == LENGTH) {
        entry(features.message());
      } else {
        features.skip();
      }
    }
  }

  private void entry(ProtoReader entry) {
    FieldColumn column = null;
    while (entry.next()) {
      if (entry.field() == KEY) {
        column = columns.get(entry.text());
      } else if (entry.field() == VALUE && column != null) {
        feature(entry.message(), column);
      } else {
        entry.skip();
      }
    }
  }

  private static void feature(ProtoReader feature, FieldColumn column) {
    while (feature.next()) {
      int kind = feature.field();
      if (kind < BYTES || kind > INTS) {
        feature.skip();
        continue;
      }
      column.check(kind == BYTES ? DType.STRING : kind == FLOATS ? DType.FLOAT32 : DType.INT64);
      ProtoReader list = feature.message();
      while (list.next()) {
        switch (kind) {
          case BYTES -> column.add(list.text());
          case FLOATS -> floats(list, column);
          default -> ints(list, column);
        }
      }
    }
  }

  private static void floats(ProtoReader list, FieldColumn column) {
    if (list.wireType() != LENGTH) {
      column.add(list.fixed32());
      return;
    }
    ProtoReader packed = list.message();
    while (packed.hasMore()) {
      column.add(packed.fixed32());
    }
  }

  private static void ints(ProtoReader list, FieldColumn column) {
    if (list.wireType() != LENGTH) {
      column.add(list.varint());
      return;
    }
    ProtoReader packed = list.message();
    while (packed.hasMore()) {
      column.add(packed.varint());
    }
  }

  /** The rows so far. */
  Batch take() {
    Map<String, Value> features = new LinkedHashMap<>();
    Map<String, Value> labels = new LinkedHashMap<>();
    FloatTensor weights = null;
    for (var column : columns.entrySet()) {
      Value value = column.getValue().take();
      if (spec.features().containsKey(column.getKey())) {
        features.put(column.getKey(), value);
      } else if (spec.labels().containsKey(column.getKey())) {
        labels.put(column.getKey(), value);
      } else {
        weights = ((Tensor) value).toFloats();
      }
    }
    count = 0;
    return new Batch(features, labels, weights);
  }
}
