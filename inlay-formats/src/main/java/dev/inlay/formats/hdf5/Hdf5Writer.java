package dev.inlay.formats.hdf5;

import dev.inlay.tensor.Bytes;
import dev.inlay.tensor.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes an HDF5 file: arrays by their paths; the groups between them follow. Its superblock is of
 * version 2 with object headers of version 2, which every HDF5 library since 1.8 reads.
 */
public final class Hdf5Writer implements AutoCloseable {
  private static final int SUPERBLOCK = 48;
  private static final long NOWHERE = -1;
  private static final int BLOCK = 1 << 16;

  /** A group: what lies in it, by name, and what is attached to it. */
  private static final class Folder {
    final Map<String, Folder> folders = new TreeMap<>();
    final Map<String, Long> arrays = new TreeMap<>();
    final List<byte[]> attributes = new ArrayList<>();
  }

  private final FileChannel channel;
  private final Folder root = new Folder();
  private long end = SUPERBLOCK;

  private Hdf5Writer(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Begins a file; one that is there is replaced.
   *
   * @throws UncheckedIOException if it can't be written
   */
  public static Hdf5Writer create(Path file) {
    try {
      return new Hdf5Writer(
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file, e);
    }
  }

  /** Adds an array of 32-bit floats at a path: {@code layers/dense/vars/0}. */
  public void floats(String path, List<Integer> dims, Table values) {
    long address = end;
    ByteBuffer block = buffer(BLOCK);
    for (float[] chunk : values.chunks()) {
      for (int from = 0; from < chunk.length; from += BLOCK / Float.BYTES) {
        int count = Math.min(BLOCK / Float.BYTES, chunk.length - from);
        block.clear();
        for (int i = 0; i < count; i++) {
          block.putFloat(chunk[from + i]);
        }
        append(block.flip());
      }
    }
    array(path, dims, Messages.FLOAT32, address, values.size() * Float.BYTES);
  }

  /** Adds an array of 8-bit integers. */
  public void bytes(String path, List<Integer> dims, Bytes values) {
    long address = end;
    append(ByteBuffer.wrap(values.array()));
    array(path, dims, Messages.INT8, address, values.size());
  }

  /** Adds a single 64-bit integer. */
  public void whole(String path, long value) {
    long address = end;
    append(buffer(Long.BYTES).putLong(value).flip());
    array(path, List.of(), Messages.INT64, address, Long.BYTES);
  }

  private void array(String path, List<Integer> dims, byte[] type, long address, long size) {
    List<byte[]> messages =
        List.of(
            Messages.of(ObjectHeader.DATASPACE, Messages.dataspace(dims)),
            Messages.of(ObjectHeader.DATATYPE, type),
            Messages.of(ObjectHeader.FILL_VALUE, new byte[] {3, 0x0A}),
            Messages.of(
                ObjectHeader.LAYOUT, Messages.contiguous(size == 0 ? NOWHERE : address, size)));
    int slash = path.lastIndexOf('/');
    folder(path.substring(0, Math.max(0, slash)))
        .arrays
        .put(path.substring(slash + 1), header(messages));
  }

  /** Makes sure that there is a group, be it empty. */
  public void group(String path) {
    Folder _ = folder(path);
  }

  /** The group at a path; the root at an empty one. */
  private Folder folder(String path) {
    Folder folder = root;
    for (String name : path.isEmpty() ? new String[0] : path.split("/", -1)) {
      folder = folder.folders.computeIfAbsent(name, _ -> new Folder());
    }
    return folder;
  }

  /** Attaches a text of any length to a group; an empty path is the root. */
  public void text(String group, String name, String text) {
    attribute(group, name, List.of(), List.of(text));
  }

  /** Attaches a list of texts to a group, at most 4,000. */
  public void texts(String group, String name, List<String> texts) {
    attribute(group, name, List.of(texts.size()), texts);
  }

  private void attribute(String group, String name, List<Integer> dims, List<String> texts) {
    List<byte[]> bytes = texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    long heap = end;
    append(ByteBuffer.wrap(Messages.heap(bytes)));
    folder(group)
        .attributes
        .add(
            Messages.of(
                ObjectHeader.ATTRIBUTE,
                Messages.texts(name, Messages.dataspace(dims), heap, bytes)));
  }

  private long write(Folder folder) {
    Map<String, Long> links = new TreeMap<>(folder.arrays);
    folder.folders.forEach((name, inner) -> links.put(name, write(inner)));
    List<byte[]> messages = new ArrayList<>();
    messages.add(Messages.of(ObjectHeader.LINK_INFO, Messages.noLinkHeap()));
    messages.add(Messages.of(ObjectHeader.GROUP_INFO, new byte[2]));
    messages.addAll(folder.attributes);
    links.forEach(
        (name, address) ->
            messages.add(Messages.of(ObjectHeader.LINK, Messages.link(name, address))));
    return header(messages);
  }

  /** Writes an object header; gives its address. */
  private long header(List<byte[]> messages) {
    long address = end;
    append(ByteBuffer.wrap(Messages.header(messages)));
    return address;
  }

  private void append(ByteBuffer bytes) {
    write(bytes, end);
    end += bytes.limit();
  }

  private void write(ByteBuffer bytes, long at) {
    try {
      long place = at;
      while (bytes.hasRemaining()) {
        place += channel.write(bytes, place);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing HDF5", e);
    }
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Writes the groups and ends the file. */
  @Override
  public void close() {
    try (channel) {
      long address = write(root);
      write(ByteBuffer.wrap(Messages.superblock(address, end)), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("writing HDF5", e);
    }
  }
}
