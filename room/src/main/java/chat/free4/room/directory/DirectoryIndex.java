package chat.free4.room.directory;

import chat.free4.room.access.TextFolding;
import chat.free4.room.description.RoomDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All listed rooms, kept sorted as they change: one sorted map of all, one for each tag and one for
 * each language that a room has. A change costs a few steps down trees, however many rooms there
 * are; a page costs its rooms, and where text is searched for, at most {@link #MAX_SCANNED} looks.
 * Sans I/O and single-threaded.
 */
public final class DirectoryIndex {
  /** {@link #pollTimeout} when nothing is due. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Rooms on a page. */
  public static final int PAGE_ROOMS = 50;

  /** Rooms that are looked at for a page; one that is not full by then says where to go on. */
  public static final int MAX_SCANNED = 20_000;

  /** For so long after a word was heard a room counts as one where somebody talks. */
  public static final long TALK_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Map<String, Entry> byName = new HashMap<>();
  private final NavigableMap<DirectoryCursor, Entry> all = new TreeMap<>();
  private final Map<String, NavigableMap<DirectoryCursor, Entry>> byTag = new HashMap<>();
  private final Map<String, NavigableMap<DirectoryCursor, Entry>> byLanguage = new HashMap<>();

  /** When rooms fall silent, the next first: each talk puts its room to the end. */
  private final Map<String, Long> silentAtNanos = new LinkedHashMap<>();

  private long lastOrdinal;
  private long version;

  /** A listing where it stands, and the text that is searched. */
  private record Entry(Listing listing, DirectoryCursor place, String searched) {}

  /**
   * Lists a room, or notes what has changed of it.
   *
   * @param people connected members; a room without any is not listed
   * @param opened as in {@link Listing}: another one means another room of that name
   */
  public void put(String name, RoomDescription description, int people, long opened) {
    Entry former = byName.get(name);
    boolean same = former != null && former.listing.opened() == opened;
    if (people <= 0 || (former != null && !same)) {
      remove(name);
    }
    if (people > 0) {
      boolean talking = former != null && same && former.listing.talking();
      replace(
          same ? former : null,
          new Listing(
              name,
              description.topic(),
              description.tags(),
              description.language(),
              people,
              talking,
              opened));
    }
  }

  /** A room is not listed any more; nothing happens where it was not. */
  public void remove(String name) {
    Entry entry = byName.remove(name);
    if (entry != null) {
      unlink(entry);
      silentAtNanos.remove(name);
      version++;
    }
  }

  /** Somebody was heard in a room; nothing happens where it is not listed. */
  public void handleTalk(long nowNanos, String name) {
    Entry entry = byName.get(name);
    if (entry != null) {
      silentAtNanos.remove(name);
      silentAtNanos.put(name, nowNanos + TALK_NANOS);
      setTalking(entry, true);
    }
  }

  /** Notes which rooms have been silent for long. */
  public void handleTimeout(long nowNanos) {
    Iterator<Map.Entry<String, Long>> next = silentAtNanos.entrySet().iterator();
    while (next.hasNext()) {
      Map.Entry<String, Long> due = next.next();
      if (due.getValue() - nowNanos > 0) {
        return;
      }
      next.remove();
      setTalking(Objects.requireNonNull(byName.get(due.getKey())), false);
    }
  }

  /** When {@link #handleTimeout} is due; {@link #NEVER} when nothing is. */
  public long pollTimeout() {
    return silentAtNanos.isEmpty() ? NEVER : silentAtNanos.values().iterator().next();
  }

  /** Rooms that are listed. */
  public int size() {
    return byName.size();
  }

  /** Another one means that some page is another. */
  public long version() {
    return version;
  }

  /** A page of the rooms that were asked for. */
  public DirectoryPage page(DirectoryQuery query) {
    NavigableMap<DirectoryCursor, Entry> candidates = narrowest(query);
    if (query.after() != null) {
      candidates = candidates.tailMap(query.after(), false);
    }
    List<Listing> rooms = new ArrayList<>(PAGE_ROOMS);
    Iterator<Entry> next = candidates.values().iterator();
    Entry last = null;
    for (int looks = 0;
        next.hasNext() && rooms.size() < PAGE_ROOMS && looks < MAX_SCANNED;
        looks++) {
      last = next.next();
      if (matches(last, query)) {
        rooms.add(last.listing);
      }
    }
    String more = last != null && next.hasNext() ? last.place.text() : null;
    return new DirectoryPage(rooms, size(), more);
  }

  private NavigableMap<DirectoryCursor, Entry> narrowest(DirectoryQuery query) {
    var tagged = query.tag() == null ? all : of(byTag, query.tag());
    var spoken = query.language() == null ? all : of(byLanguage, query.language());
    return tagged.size() < spoken.size() ? tagged : spoken;
  }

  private static NavigableMap<DirectoryCursor, Entry> of(
      Map<String, NavigableMap<DirectoryCursor, Entry>> groups, String key) {
    NavigableMap<DirectoryCursor, Entry> group = groups.get(key);
    return group == null ? new TreeMap<>() : group;
  }

  private static boolean matches(Entry entry, DirectoryQuery query) {
    return (query.tag() == null || entry.listing.tags().contains(query.tag()))
        && (query.language() == null || entry.listing.language().equals(query.language()))
        && (query.search() == null || entry.searched.contains(query.search()));
  }

  private void setTalking(Entry entry, boolean talking) {
    Listing was = entry.listing;
    replace(
        entry,
        new Listing(
            was.name(),
            was.topic(),
            was.tags(),
            was.language(),
            was.people(),
            talking,
            was.opened()));
  }

  private void replace(@Nullable Entry former, Listing listing) {
    if (former != null && former.listing.equals(listing)) {
      return;
    }
    long ordinal = former == null ? ++lastOrdinal : former.place.ordinal();
    String topic = Objects.requireNonNullElse(TextFolding.fold(listing.topic()), "");
    Entry entry =
        new Entry(
            listing,
            new DirectoryCursor(listing.people(), listing.talking(), ordinal),
            listing.name() + '\n' + topic);
    if (former != null) {
      unlink(former);
    }
    link(entry);
    byName.put(listing.name(), entry);
    version++;
  }

  private void link(Entry entry) {
    all.put(entry.place, entry);
    for (String tag : entry.listing.tags()) {
      byTag.computeIfAbsent(tag, key -> new TreeMap<>()).put(entry.place, entry);
    }
    byLanguage
        .computeIfAbsent(entry.listing.language(), key -> new TreeMap<>())
        .put(entry.place, entry);
  }

  private void unlink(Entry entry) {
    all.remove(entry.place);
    entry.listing.tags().forEach(tag -> unlink(byTag, tag, entry));
    unlink(byLanguage, entry.listing.language(), entry);
  }

  /** A group that is empty goes, or tags that nobody has any more would stay for ever. */
  private static void unlink(
      Map<String, NavigableMap<DirectoryCursor, Entry>> groups, String key, Entry entry) {
    NavigableMap<DirectoryCursor, Entry> group = Objects.requireNonNull(groups.get(key));
    group.remove(entry.place);
    if (group.isEmpty()) {
      groups.remove(key);
    }
  }

  /** Tags and languages that some room has. */
  int groups() {
    return byTag.size() + byLanguage.size();
  }
}
