package chat.free4.sfu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A map from longs, without boxing: open addressing with linear probing. What may be in it at once
 * is limited by its owners; the table keeps the size it once needed.
 */
final class LongMap<V> {
  private static final int INITIAL_CAPACITY = 16;
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  private long[] keys = new long[INITIAL_CAPACITY];
  private @Nullable Object[] values = new Object[INITIAL_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** How many places there are to go through with {@link #valueAt}. */
  int capacity() {
    return values.length;
  }

  /** The value at a place of the table; null when it is free. */
  @SuppressWarnings("unchecked")
  @Nullable V valueAt(int place) {
    return (V) values[place];
  }

  /** The key at a place of the table that is not free. */
  long keyAt(int place) {
    return keys[place];
  }

  @Nullable V get(long key) {
    return valueAt(placeOf(key));
  }

  /** Puts {@code value} and gives the one that stood there. */
  @Nullable V put(long key, V value) {
    int place = placeOf(key);
    V former = valueAt(place);
    keys[place] = key;
    values[place] = value;
    if (former == null && ++size > values.length / 2) {
      grow();
    }
    return former;
  }

  /** Takes out what stands under {@code key}. */
  @Nullable V remove(long key) {
    int place = placeOf(key);
    V former = valueAt(place);
    if (former != null) {
      size--;
      closeGap(place);
    }
    return former;
  }

  /** Where {@code key} stands, or the free place where it would. */
  private int placeOf(long key) {
    int mask = values.length - 1;
    int place = home(key);
    while (values[place] != null && keys[place] != key) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private int home(long key) {
    int bits = Integer.numberOfTrailingZeros(values.length);
    return (int) ((key * MULTIPLIER) >>> (Long.SIZE - bits));
  }

  /** Moves back those who were pushed on by the one removed, so that no search stops too early. */
  private void closeGap(int removed) {
    int mask = values.length - 1;
    int gap = removed;
    int place = removed;
    while (true) {
      place = (place + 1) & mask;
      if (values[place] == null) {
        break;
      }
      int wanted = home(keys[place]);
      if (((place - wanted) & mask) >= ((place - gap) & mask)) {
        keys[gap] = keys[place];
        values[gap] = values[place];
        gap = place;
      }
    }
    values[gap] = null;
  }

  private void grow() {
    long[] formerKeys = keys;
    @Nullable Object[] formerValues = values;
    keys = Arrays.copyOf(keys, formerKeys.length * 2);
    values = new Object[formerValues.length * 2];
    for (int i = 0; i < formerValues.length; i++) {
      if (formerValues[i] != null) {
        int place = placeOf(formerKeys[i]);
        keys[place] = formerKeys[i];
        values[place] = formerValues[i];
      }
    }
  }
}
