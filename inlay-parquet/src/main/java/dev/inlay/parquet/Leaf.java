package dev.inlay.parquet;

import dev.inlay.data.BatchBuilder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * A column as a file stores it: a leaf of the tree of its schema.
 *
 * @param name by its way there, without the groups that only say that there is a list or a map
 * @param kind what its values are
 * @param scale of decimals: the digits after the point
 */
record Leaf(ColumnDescriptor column, String name, Kind kind, int scale) {
  /** What values are. */
  enum Kind {
    WHOLE,
    TRUTH,
    NUMBER,
    DECIMAL,
    TEXT,
    BYTES
  }

  static List<Leaf> of(MessageType schema) {
    List<Leaf> leaves = new ArrayList<>();
    for (ColumnDescriptor column : schema.getColumns()) {
      PrimitiveType type = column.getPrimitiveType();
      LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
      int scale = logical instanceof DecimalLogicalTypeAnnotation decimal ? decimal.getScale() : 0;
      leaves.add(new Leaf(column, name(schema, column.getPath()), kind(type), scale));
    }
    return leaves;
  }

  /** How often it repeats within repetitions: 0 for one value a row, 1 for a list. */
  int depth() {
    return column.getMaxRepetitionLevel();
  }

  private static Kind kind(PrimitiveType type) {
    if (type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation) {
      return Kind.DECIMAL;
    }
    return switch (type.getPrimitiveTypeName()) {
      case INT32, INT64 -> Kind.WHOLE;
      case BOOLEAN -> Kind.TRUTH;
      case FLOAT, DOUBLE -> Kind.NUMBER;
      case BINARY -> Kind.TEXT;
      case FIXED_LEN_BYTE_ARRAY, INT96 -> Kind.BYTES;
    };
  }

  private static String name(MessageType schema, String[] path) {
    List<String> names = new ArrayList<>();
    GroupType group = schema;
    boolean within = false;
    for (int i = 0; i < path.length; i++) {
      Type type = group.getType(path[i]);
      // A list is a group with a repeated group within, which has the element (Parquet's
      // LogicalTypes.md); older files have the repeated element itself there.
      boolean wrapper = within && type.isRepetition(Type.Repetition.REPEATED);
      boolean element =
          !within
              && i > 0
              && group.isRepetition(Type.Repetition.REPEATED)
              && group.getFieldCount() == 1
              && isList(schema, path, i - 2);
      if (!wrapper && !element) {
        names.add(path[i]);
      }
      within = isContainer(type);
      if (!type.isPrimitive()) {
        group = type.asGroupType();
      }
    }
    return String.join(".", names);
  }

  private static boolean isList(MessageType schema, String[] path, int last) {
    Type type = schema;
    for (int i = 0; i <= last; i++) {
      type = type.asGroupType().getType(path[i]);
    }
    return last >= 0 && type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation;
  }

  private static boolean isContainer(Type type) {
    return type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation
        || type.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation;
  }

  /** Reads the present value into a column; nothing where there is none. */
  void read(ColumnReader reader, BatchBuilder.Column to) {
    if (reader.getCurrentDefinitionLevel() < column.getMaxDefinitionLevel()) {
      return;
    }
    switch (kind) {
      case WHOLE -> to.add(whole(reader));
      case TRUTH -> to.add(reader.getBoolean());
      case NUMBER -> to.add(number(reader));
      case DECIMAL -> to.add(decimal(reader));
      case TEXT -> {
        byte[] text = reader.getBinary().getBytesUnsafe();
        to.addText(text, 0, text.length);
      }
      case BYTES ->
          throw new IllegalArgumentException(
              "column \"%s\": %s is neither number nor text; leave the column out"
                  .formatted(name, column.getPrimitiveType()));
    }
  }

  private long whole(ColumnReader reader) {
    return is32() ? reader.getInteger() : reader.getLong();
  }

  private boolean is32() {
    return column.getPrimitiveType().getPrimitiveTypeName()
        == PrimitiveType.PrimitiveTypeName.INT32;
  }

  private double number(ColumnReader reader) {
    return column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.FLOAT
        ? reader.getFloat()
        : reader.getDouble();
  }

  private double decimal(ColumnReader reader) {
    return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
      case INT32, INT64 -> BigDecimal.valueOf(whole(reader), scale).doubleValue();
      default ->
          new BigDecimal(new BigInteger(reader.getBinary().getBytesUnsafe()), scale).doubleValue();
    };
  }
}
