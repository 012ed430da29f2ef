package dev.inlay.formats.hdf5;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A folder of groups and arrays. They are read when they are asked for. */
public final class Group {
  private final ByteSource source;
  private final String path;
  private final ObjectHeader header;
  private @Nullable Map<String, Long> links;
  private @Nullable Map<String, List<String>> attributes;
  private final Map<String, Group> groups = new LinkedHashMap<>();

  private Group(ByteSource source, String path, ObjectHeader header) {
    this.source = source;
    this.path = path;
    this.header = header;
  }

  static Group read(ByteSource source, String path, long address) {
    return new Group(source, path, ObjectHeader.read(source, address));
  }

  /** The place within the file: {@code layers/dense}; empty for the root. */
  public String path() {
    return path;
  }

  private Map<String, Long> links() {
    if (links == null) {
      links = source.parse(() -> Links.of(header));
    }
    return links;
  }

  /** The names of what lies here. */
  public Set<String> names() {
    return Collections.unmodifiableSet(links().keySet());
  }

  /**
   * The group at a path below this one; empty if there is none, or it is an array.
   *
   * @throws dev.inlay.formats.DamagedFileException if it is damaged
   */
  public Optional<Group> group(String below) {
    Group at = this;
    for (String name : below.split("/", -1)) {
      Group inner = name.isEmpty() ? at : at.child(name);
      if (inner == null) {
        return Optional.empty();
      }
      at = inner;
    }
    return Optional.of(at);
  }

  private @Nullable Group child(String name) {
    Group known = groups.get(name);
    if (known != null) {
      return known;
    }
    Long address = links().get(name);
    if (address == null) {
      return null;
    }
    Group group = source.parse(() -> read(source, at(name), address));
    if (group.header.first(ObjectHeader.DATATYPE).isPresent()) {
      return null;
    }
    groups.put(name, group);
    return group;
  }

  /**
   * The array at a path below this group; empty if there is none, or it is a group.
   *
   * @throws dev.inlay.formats.DamagedFileException if it is damaged
   */
  public Optional<Dataset> dataset(String below) {
    int slash = below.lastIndexOf('/');
    Optional<Group> folder = slash < 0 ? Optional.of(this) : group(below.substring(0, slash));
    return folder.flatMap(group -> group.array(below.substring(slash + 1)));
  }

  private Optional<Dataset> array(String name) {
    Long address = links().get(name);
    if (address == null) {
      return Optional.empty();
    }
    return source.parse(
        () -> {
          ObjectHeader object = ObjectHeader.read(source, address);
          return object.first(ObjectHeader.DATATYPE).isEmpty()
              ? Optional.empty()
              : Optional.of(Dataset.of(at(name), object));
        });
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }

  /** The texts that are attached to the group under a name; none if there are none. */
  public List<String> texts(String attribute) {
    if (attributes == null) {
      attributes = source.parse(() -> Attributes.of(header));
    }
    return attributes.getOrDefault(attribute, List.of());
  }
}
