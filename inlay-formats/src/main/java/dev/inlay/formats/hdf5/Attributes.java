package dev.inlay.formats.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The texts that are attached to a group or array, by name. */
final class Attributes {
  private static final int HEAP = ObjectHeader.signature("GCOL");

  private final ByteSource source;
  private final Map<String, List<String>> texts = new LinkedHashMap<>();
  private final Map<Long, ByteBuffer> heaps = new HashMap<>();
  private long read;

  private Attributes(ByteSource source) {
    this.source = source;
  }

  static Map<String, List<String>> of(ObjectHeader header) {
    var attributes = new Attributes(header.source());
    header.all(ObjectHeader.ATTRIBUTE).forEach(attributes::add);
    header.first(ObjectHeader.ATTRIBUTE_INFO).ifPresent(attributes::dense);
    return attributes.texts;
  }

  /** Many or large attributes, as newer files keep them: a tree of ids in a heap. */
  private void dense(ByteBuffer info) {
    int at = (info.get(1) & 1) != 0 ? 4 : 2;
    long heapAddress = info.getLong(at);
    if (!ByteSource.isNowhere(heapAddress)) {
      var walk = new Walk(source, "the attributes of a group");
      var heap = new FractalHeap(walk, heapAddress);
      RecordTree.each(walk, info.getLong(at + 8), record -> add(heap.object(record)));
    }
  }

  private void add(ByteBuffer bytes) {
    int version = bytes.get();
    bytes.get();
    int nameSize = bytes.getShort() & 0xFFFF;
    int typeSize = bytes.getShort() & 0xFFFF;
    int spaceSize = bytes.getShort() & 0xFFFF;
    if (version == 3) {
      bytes.get();
    }
    int unit = version == 1 ? 8 : 1;
    String name = terminated(part(bytes, nameSize, unit));
    var type = ElementType.read(part(bytes, typeSize, unit));
    long count = Dataspace.read(part(bytes, spaceSize, unit)).size();
    if (type.size() <= 0 || count > bytes.remaining() / type.size()) {
      throw source.damaged("attribute \"%s\" is cut short".formatted(name));
    }
    switch (type.kind()) {
      case TEXT, HEAP_TEXT -> {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          values.add(text(part(bytes, type.size(), 1), type.kind()));
        }
        texts.put(name, values);
      }
      case FLOAT, BFLOAT, SIGNED, UNSIGNED, OTHER -> {}
    }
  }

  private static ByteBuffer part(ByteBuffer bytes, int size, int unit) {
    ByteBuffer part = bytes.slice(bytes.position(), size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + (size + unit - 1) / unit * unit);
    return part;
  }

  private String text(ByteBuffer element, ElementType.Kind kind) {
    if (kind == ElementType.Kind.TEXT) {
      return terminated(element);
    }
    int length = element.getInt();
    return length == 0 ? "" : heapText(element.getLong(), element.getInt(), length);
  }

  /** A text in the global heap: a block of numbered objects. */
  private String heapText(long address, int index, int length) {
    ByteBuffer heap =
        heaps.computeIfAbsent(
            address,
            at -> {
              ByteBuffer head = source.read(at, 16);
              if (head.getInt() != HEAP) {
                throw source.damaged("there is no global heap at %,d".formatted(at));
              }
              return source.read(at, head.getLong(8));
            });
    int at = 16;
    while (at + 16 <= heap.limit() && (heap.getShort(at) & 0xFFFF) != index) {
      long size = heap.getLong(at + 8);
      if (heap.getShort(at) == 0 || size < 0 || size > heap.limit()) {
        throw source.damaged("a text is missing from the global heap");
      }
      at = Math.toIntExact(at + 16 + (size + 7) / 8 * 8);
    }
    read += length;
    if (at + 16L + length > heap.limit() || read > source.size()) {
      throw source.damaged("a text in the global heap is cut short");
    }
    return terminated(heap.slice(at + 16, length));
  }

  private static String terminated(ByteBuffer bytes) {
    int end = 0;
    while (end < bytes.limit() && bytes.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end];
    bytes.get(0, text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
