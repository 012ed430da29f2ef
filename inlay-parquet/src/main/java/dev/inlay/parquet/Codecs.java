package dev.inlay.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * What unpacks pages. Parquet's own way there goes through classes of Hadoop that are not here, and
 * through {@code sun.misc.Unsafe}.
 */
final class Codecs implements CompressionCodecFactory {
  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    throw new UnsupportedOperationException("files are only read");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    return switch (name) {
      case UNCOMPRESSED -> new Pages((packed, _) -> packed);
      case SNAPPY ->
          new Pages(
              (packed, size) -> {
                byte[] page = new byte[size];
                Snappy.uncompress(packed, 0, packed.length, page, 0);
                return page;
              });
      case GZIP ->
          new Pages(
              (packed, size) -> {
                try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                  return in.readNBytes(size);
                }
              });
      case ZSTD ->
          new Pages(
              (packed, size) -> {
                byte[] page = new byte[size];
                long got = Zstd.decompressByteArray(page, 0, size, packed, 0, packed.length);
                if (Zstd.isError(got)) {
                  throw new IOException(Zstd.getErrorName(got));
                }
                return page;
              });
      case LZO, BROTLI, LZ4, LZ4_RAW ->
          throw new IllegalArgumentException(
              "compressed by %s; write it with snappy, zstd or gzip".formatted(name));
    };
  }

  @Override
  public void release() {}

  private interface Unpacking {
    byte[] unpack(byte[] packed, int size) throws IOException;
  }

  private record Pages(Unpacking unpacking) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput packed, int size) throws IOException {
      byte[] page = unpacking.unpack(packed.toInputStream().readAllBytes(), size);
      if (page.length != size) {
        throw new IOException("a page of %d bytes, wanted %d".formatted(page.length, size));
      }
      return BytesInput.from(page);
    }

    @Override
    public void decompress(ByteBuffer packed, int packedSize, ByteBuffer page, int size)
        throws IOException {
      byte[] bytes = new byte[packedSize];
      packed.get(bytes);
      page.put(unpacking.unpack(bytes, size));
    }

    @Override
    public void release() {}
  }
}
