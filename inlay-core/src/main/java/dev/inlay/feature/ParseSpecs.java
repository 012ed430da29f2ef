package dev.inlay.feature;

import dev.inlay.data.FieldSpec;
import dev.inlay.data.FieldSpec.FixedLength;
import dev.inlay.data.FieldSpec.VariableLength;
import dev.inlay.data.ParseSpec;
import dev.inlay.tensor.DType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields that columns read. */
final class ParseSpecs {
  private final Map<String, FieldSpec> fields = new LinkedHashMap<>();

  private ParseSpecs() {}

  static ParseSpec of(Collection<? extends FeatureColumn> columns) {
    var specs = new ParseSpecs();
    columns.forEach(specs::add);
    return ParseSpec.of(specs.fields);
  }

  private void add(FeatureColumn column) {
    switch (column) {
      case NumericColumn c ->
          put(c.key(), new FixedLength(c.shape(), DType.FLOAT32, c.defaultValue()));
      case BucketizedColumn c -> add(c.source());
      case IdentityColumn c -> put(c.key(), new VariableLength(DType.INT64));
      case HashBucketColumn c ->
          put(c.key(), new VariableLength(c.dtype() == DType.STRING ? DType.STRING : DType.INT64));
      case VocabularyColumn c -> put(c.key(), new VariableLength(c.vocabulary().dtype()));
      case CrossedColumn c -> c.keys().forEach(this::addKey);
      case WeightedColumn c -> {
        add(c.categorical());
        put(c.weightKey(), new VariableLength(DType.FLOAT32));
      }
      case SequenceCategoricalColumn c -> add(c.categorical());
      case OptionalColumn c -> add(c.categorical());
      case TextColumn c -> add(c.categorical());
      case TimeColumn c ->
          put(
              c.key(),
              new VariableLength(
                  c.format() instanceof TimeFormat.Text ? DType.STRING : DType.INT64));
      case CyclicColumn c -> add(c.time());
      case SequenceNumericColumn c ->
          put(c.key(), new VariableLength(c.separator().isEmpty() ? DType.FLOAT32 : DType.STRING));
      case IndicatorColumn c -> add(c.categorical());
      case EmbeddingColumn c -> add(c.categorical());
      case SharedEmbeddingColumn c -> add(c.categorical());
    }
  }

  private void addKey(CrossKey key) {
    switch (key) {
      case RawKey raw -> put(raw.name(), new VariableLength(DType.STRING));
      case FeatureColumn column -> add(column);
    }
  }

  private void put(String key, FieldSpec spec) {
    FieldSpec other = fields.putIfAbsent(key, spec);
    if (other != null && !other.equals(spec)) {
      throw new IllegalArgumentException(
          "columns read feature \"%s\" as %s and as %s; give it a second name"
              .formatted(key, other, spec));
    }
  }
}
