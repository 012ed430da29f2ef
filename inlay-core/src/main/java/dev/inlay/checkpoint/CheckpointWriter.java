package dev.inlay.checkpoint;

import dev.inlay.tensor.Bytes;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Table;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Writes a checkpoint's file. */
final class CheckpointWriter implements Closeable {
  static final byte[] MAGIC = "INLAYCKP".getBytes(StandardCharsets.US_ASCII);

  /** The newest version: only files with numbers of 8 bits need it. */
  static final int VERSION = 2;

  /** Magic, version, length of the header. */
  static final int PREFIX = 16;

  static final int BUFFER = 1 << 18;

  /** Not a channel: that would be closed if the thread is interrupted, which is when to save. */
  private final FileOutputStream file;

  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C crc = new CRC32C();

  private CheckpointWriter(FileOutputStream file) {
    this.file = file;
  }

  static void write(Checkpoint checkpoint, Path file) {
    try {
      WholeFile.write(
          file,
          unfinished -> {
            try (var writer = new CheckpointWriter(new FileOutputStream(unfinished.toFile()))) {
              writer.write(checkpoint);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(
          "can't write checkpoint %s (%s); what was there before is untouched"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private void write(Checkpoint checkpoint) throws IOException {
    boolean isOfFloats =
        checkpoint.entries().stream().allMatch(entry -> entry.dtype() == DType.FLOAT32);
    int version = isOfFloats ? 1 : VERSION;
    byte[] header = header(checkpoint, version);
    put(MAGIC);
    putInt(version);
    putInt(header.length);
    put(header);
    putChecksum();
    for (var entry : checkpoint.entries()) {
      switch (entry.values()) {
        case Table table -> put(table);
        case Bytes bytes -> put(bytes.array());
      }
      putChecksum();
    }
    drain();
  }

  private static byte[] header(Checkpoint checkpoint, int version) {
    var out = new ByteArrayOutputStream();
    ByteBuffer step = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    out.writeBytes(step.putLong(checkpoint.step()).array());
    putInt(out, checkpoint.notes().size());
    checkpoint
        .notes()
        .forEach(
            (key, value) -> {
              putText(out, key);
              putText(out, value);
            });
    putInt(out, checkpoint.entries().size());
    for (var entry : checkpoint.entries()) {
      putText(out, entry.name());
      Shape shape = entry.shape();
      putInt(out, shape.rank());
      for (int dim : shape.dims()) {
        putInt(out, dim);
      }
      if (version > 1) {
        out.write(entry.dtype() == DType.INT8 ? 1 : Float.BYTES);
      }
    }
    return out.toByteArray();
  }

  private static void putInt(ByteArrayOutputStream out, int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private static void putText(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    putInt(out, bytes.length);
    out.writeBytes(bytes);
  }

  private void put(Table table) throws IOException {
    for (int c = 0; c < table.chunkCount(); c++) {
      float[] chunk = table.chunk(c);
      for (int at = 0; at < chunk.length; ) {
        room(4);
        int n = Math.min(buffer.remaining() / 4, chunk.length - at);
        buffer.asFloatBuffer().put(chunk, at, n);
        buffer.position(buffer.position() + 4 * n);
        at += n;
      }
    }
  }

  private void put(byte[] bytes) throws IOException {
    for (int at = 0; at < bytes.length; ) {
      room(1);
      int n = Math.min(buffer.remaining(), bytes.length - at);
      buffer.put(bytes, at, n);
      at += n;
    }
  }

  private void putInt(int value) throws IOException {
    room(4);
    buffer.putInt(value);
  }

  /** The checksum of all since the last one. */
  private void putChecksum() throws IOException {
    drain();
    putInt((int) crc.getValue());
    drain();
    crc.reset();
  }

  private void room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      drain();
    }
  }

  private void drain() throws IOException {
    crc.update(buffer.array(), 0, buffer.position());
    file.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
