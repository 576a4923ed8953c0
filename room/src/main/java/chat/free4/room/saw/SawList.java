package chat.free4.room.saw;

import chat.free4.room.access.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Gathers what is held of one member, from those who hold it. */
public final class SawList {
  private final List<SawItem> items = new ArrayList<>();

  /** Something that can be read. */
  public void add(SawKind kind, String value) {
    add(kind, false, value);
  }

  /** A number of something. */
  public void add(SawKind kind, long value) {
    add(kind, Long.toString(value));
  }

  /** Whether something is so. */
  public void add(SawKind kind, boolean value) {
    add(kind, Boolean.toString(value));
  }

  /** Bytes that can be read. */
  public void add(SawKind kind, Bytes value) {
    add(kind, value.toBase64Url());
  }

  /** A time, told in milliseconds. */
  public void addNanos(SawKind kind, long nanos) {
    add(kind, TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  /**
   * Something that may be sealed.
   *
   * @param sealed it can be read by members alone
   */
  public void add(SawKind kind, boolean sealed, String value) {
    items.add(new SawItem(kind.label(), kind.kept().label(), sealed, value));
  }

  /** All of it, in the order it was added. */
  public List<SawItem> items() {
    return List.copyOf(items);
  }
}
