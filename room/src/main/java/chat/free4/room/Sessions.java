package chat.free4.room;

import java.util.Arrays;
import java.util.function.LongConsumer;

/** The sessions that were open when a notification was made: immutable and shared. */
public final class Sessions {
  private final long[] handles;

  private Sessions(long[] handles) {
    this.handles = handles;
  }

  /** These; the array is not to be changed any more. */
  public static Sessions of(long... handles) {
    return new Sessions(handles);
  }

  /** How many. */
  public int size() {
    return handles.length;
  }

  /** One of them. */
  public long get(int index) {
    return handles[index];
  }

  /** Gives each to {@code action}. */
  public void forEach(LongConsumer action) {
    for (long handle : handles) {
      action.accept(handle);
    }
  }

  @Override
  public String toString() {
    return Arrays.toString(handles);
  }
}
