package chat.free4.room.log;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The log of a room: the newest entries, bounded by number and bytes, each at a cursor that only
 * grows. Over the limit the documents that hold most give their oldest. It knows an author's newest
 * sequence longer than the entry itself, so that what fell out does not come back as new.
 */
public final class RoomLog {
  /** Most entries of a page. */
  public static final int PAGE_ENTRIES = 200;

  /** Most bytes of a page that holds more than one entry. */
  public static final int PAGE_BYTES = 128 * 1024;

  private static final Comparator<Family> LARGER = Comparator.comparingLong(one -> one.bytes);

  private final int maxEntries;
  private final long maxBytes;
  private final int maxAuthors;
  private final TreeMap<Long, LogEntry> entries = new TreeMap<>();
  private final Map<Key, LogEntry> byKey = new HashMap<>();
  private final Map<String, Family> families = new HashMap<>();
  private final LinkedHashMap<MemberId, Long> newestSequences = new LinkedHashMap<>();

  /** Those seen before the room came here: their entries come back from their authors. */
  private final LinkedHashMap<MemberId, Long> formerSequences = new LinkedHashMap<>();

  private long cursor;
  private long bytes;

  private record Key(MemberId author, long sequence) {}

  /**
   * The entries of documents that belong together: what stands before the first dot is the same.
   */
  private static final class Family {
    final TreeMap<Long, LogEntry> entries = new TreeMap<>();
    long bytes;
  }

  /**
   * What came of an append.
   *
   * @param cursor where the entry is; 0 when it was overtaken and is not here
   * @param added null when it was here before, or was not taken
   */
  public record Appended(long cursor, @Nullable LogEntry added) {}

  /** What there is of one author. */
  public record Share(long entries, long bytes) {}

  /**
   * Entries after a cursor.
   *
   * @param cursor where to go on
   * @param more true when there are further ones by now
   * @param bytes their weight
   */
  public record Page(List<LogEntry> entries, long cursor, boolean more, long bytes) {}

  /**
   * An empty log.
   *
   * @param maxAuthors newest sequences that are remembered; at least as many as entries, so that an
   *     author with an entry here is never forgotten
   */
  public RoomLog(int maxEntries, long maxBytes, int maxAuthors) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
    this.maxAuthors = Math.max(maxAuthors, maxEntries);
  }

  /** Adds an entry, unless it is here or a newer one of its author was. */
  public Appended append(MemberId author, String doc, long sequence, Bytes body) {
    LogEntry held = byKey.get(new Key(author, sequence));
    if (held != null) {
      return new Appended(held.cursor(), null);
    }
    if (sequence <= newestSequence(author)) {
      return new Appended(0, null);
    }
    LogEntry entry = new LogEntry(++cursor, doc, author, sequence, body);
    entries.put(entry.cursor(), entry);
    byKey.put(new Key(author, sequence), entry);
    Family family = families.computeIfAbsent(familyOf(doc), _ -> new Family());
    family.entries.put(entry.cursor(), entry);
    family.bytes += entry.weight();
    bytes += entry.weight();
    rememberNewest(author, sequence);
    shrink();
    return new Appended(entry.cursor(), entry);
  }

  /** Takes an entry out for good; false when it is not here. */
  public boolean remove(MemberId author, long sequence) {
    LogEntry entry = byKey.get(new Key(author, sequence));
    if (entry == null) {
      return false;
    }
    drop(entry);
    return true;
  }

  /** Takes the entries of one document out for good, up to a cursor and with it. */
  public void dropUntil(String doc, long until) {
    Family family = families.get(familyOf(doc));
    if (family != null) {
      family.entries.headMap(until, true).values().stream()
          .filter(entry -> entry.doc().equals(doc))
          .toList()
          .forEach(this::drop);
    }
  }

  /**
   * Cursor of the newest entry of one document up to a cursor and with it; 0 when there is none.
   */
  public long newest(String doc, long until) {
    Family family = families.get(familyOf(doc));
    return family == null
        ? 0
        : family.entries.headMap(until, true).descendingMap().values().stream()
            .filter(entry -> entry.doc().equals(doc))
            .mapToLong(LogEntry::cursor)
            .findFirst()
            .orElse(0);
  }

  /** The entry an author's sequence stands for; null when it is not here. */
  public @Nullable LogEntry find(MemberId author, long sequence) {
    return byKey.get(new Key(author, sequence));
  }

  /** Entries after {@code after}, oldest first; a cursor that is not reached yet means 0. */
  public Page after(long after, int limit) {
    long from = after > cursor ? 0 : after;
    int most = Math.min(limit, PAGE_ENTRIES);
    List<LogEntry> page = new ArrayList<>();
    long size = 0;
    for (LogEntry entry : entries.tailMap(from, false).values()) {
      if (page.size() == most || (!page.isEmpty() && size + entry.weight() > PAGE_BYTES)) {
        return new Page(page, page.getLast().cursor(), true, size);
      }
      page.add(entry);
      size += entry.weight();
    }
    return new Page(page, cursor, false, size);
  }

  /** Entries of one document, oldest first. */
  public List<LogEntry> entries(String doc) {
    return entries.values().stream().filter(entry -> entry.doc().equals(doc)).toList();
  }

  /** The newest cursor; 0 when nothing was ever added. */
  public long cursor() {
    return cursor;
  }

  /** The highest sequence seen from an author; 0 when none, or too long ago. */
  public long newestSequence(MemberId author) {
    Long newest = newestSequences.get(author);
    return newest == null ? 0 : newest;
  }

  /** Sequences up to these were seen of their authors where the room was before. */
  public void restoreSequences(Map<MemberId, Long> seen) {
    seen.forEach(
        (author, sequence) -> {
          if (formerSequences.size() < maxAuthors) {
            formerSequences.merge(author, sequence, Math::max);
          }
        });
  }

  /** True for an entry that was seen before the room came here: its author brings it back. */
  public boolean isBroughtBack(MemberId author, long sequence) {
    return sequence <= formerSequences.getOrDefault(author, 0L);
  }

  /**
   * The highest sequences seen, here and before, of at most so many authors; who wrote last stands
   * last.
   */
  public SequencedMap<MemberId, Long> newestSequences(int most) {
    LinkedHashMap<MemberId, Long> newest = new LinkedHashMap<>();
    for (LinkedHashMap<MemberId, Long> seen : List.of(newestSequences, formerSequences)) {
      for (Map.Entry<MemberId, Long> each : seen.reversed().entrySet()) {
        if (newest.containsKey(each.getKey())) {
          newest.merge(each.getKey(), each.getValue(), Math::max);
        } else if (newest.size() < most) {
          newest.putFirst(each.getKey(), each.getValue());
        }
      }
    }
    return newest;
  }

  /** What is held of one author. */
  public Share shareOf(MemberId author) {
    long count = 0;
    long weight = 0;
    for (LogEntry entry : entries.values()) {
      if (entry.author().equals(author)) {
        count++;
        weight += entry.weight();
      }
    }
    return new Share(count, weight);
  }

  /** Entries held. */
  public int size() {
    return entries.size();
  }

  /** Bytes held. */
  public long bytes() {
    return bytes;
  }

  /** Last in the map is who wrote last. */
  private void rememberNewest(MemberId author, long sequence) {
    newestSequences.remove(author);
    newestSequences.put(author, sequence);
    if (newestSequences.size() > maxAuthors) {
      newestSequences.pollFirstEntry();
    }
  }

  /** What is largest gives its oldest: nobody who draws much can push the chat out. */
  private void shrink() {
    while (entries.size() > maxEntries || bytes > maxBytes) {
      Family largest = families.values().stream().max(LARGER).orElseThrow();
      drop(largest.entries.firstEntry().getValue());
    }
  }

  private void drop(LogEntry entry) {
    String name = familyOf(entry.doc());
    Family family = families.get(name);
    if (family == null) {
      throw new IllegalStateException("an entry without a family");
    }
    family.entries.remove(entry.cursor());
    family.bytes -= entry.weight();
    if (family.entries.isEmpty()) {
      families.remove(name);
    }
    entries.remove(entry.cursor());
    byKey.remove(new Key(entry.author(), entry.sequence()));
    bytes -= entry.weight();
  }

  private static String familyOf(String doc) {
    int dot = doc.indexOf('.');
    return dot < 0 ? doc : doc.substring(0, dot);
  }
}
