package chat.free4.server.sealing;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.Ed25519;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.Transcript;
import chat.free4.room.signal.ServerMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The people of a sealed room, as far as keys go (protocol/epochs.md, "The sealing key"). */
final class SealedPeople {
  /** Certificate, sealing key and signature. */
  static final int SHOWN_BYTES = 2 * Ed25519.SIGNATURE_BYTES + SealingPair.KEY_BYTES;

  private static final int KEY = Ed25519.SIGNATURE_BYTES;
  private static final int SIGNATURE = KEY + SealingPair.KEY_BYTES;

  private final RoomId room;
  private final Map<Long, Person> people = new HashMap<>();

  /**
   * A member.
   *
   * @param key that is sealed to; null where none was shown that is its own
   */
  record Person(MemberId id, Bytes identity, Bytes device, boolean isRobot, @Nullable Bytes key) {}

  /**
   * Whom a secret is sealed to.
   *
   * @param entries member id and key of each
   */
  record Roster(Bytes hash, Set<Bytes> entries) {
    Roster {
      entries = Set.copyOf(entries);
    }
  }

  SealedPeople(RoomId room) {
    this.room = room;
  }

  /** Somebody is here; what they have shown before under this number stays. */
  void see(ServerMessage.MemberInfo member) {
    MemberId id = MemberId.of(member.identity(), member.device());
    Person before = people.get(member.number());
    Bytes key = before != null && before.id.equals(id) ? before.key : null;
    people.put(
        member.number(),
        new Person(id, member.identity(), member.device(), member.robot() != null, key));
  }

  /** Somebody is gone. */
  void remove(long number) {
    people.remove(number);
  }

  /** Somebody shows a key: it is theirs, or none. */
  void show(long number, Bytes shown) {
    Person person = people.get(number);
    if (person != null) {
      Bytes key = keyOf(person, shown);
      people.put(
          number, new Person(person.id, person.identity, person.device, person.isRobot, key));
    }
  }

  private @Nullable Bytes keyOf(Person person, Bytes shown) {
    if (shown.length() != SHOWN_BYTES) {
      return null;
    }
    Bytes key = shown.slice(KEY, SIGNATURE);
    Bytes signed = transcript(room, person.identity, person.device, key);
    boolean isTheirs =
        new DeviceCertificate(person.identity, person.device, shown.slice(0, KEY)).verifies()
            && Ed25519.verify(person.device, signed, shown.slice(SIGNATURE, SHOWN_BYTES));
    return isTheirs ? key : null;
  }

  /** What is signed of a sealing key. */
  static Bytes transcript(RoomId room, Bytes identity, Bytes device, Bytes key) {
    return Transcript.of("free4chat sealing 1")
        .add(room.value())
        .add(identity)
        .add(device)
        .add(key)
        .toBytes();
  }

  /** Who has that id; null when nobody has. */
  @Nullable Person find(MemberId id) {
    return people.values().stream().filter(person -> person.id.equals(id)).findFirst().orElse(null);
  }

  /** Who has that number; null when nobody has. */
  @Nullable Person find(long number) {
    return people.get(number);
  }

  /** All who have shown a key. */
  Roster roster() {
    Set<Bytes> entries = new HashSet<>();
    for (Person person : people.values()) {
      if (person.key != null) {
        byte[] entry = new byte[MemberId.BYTES + SealingPair.KEY_BYTES];
        System.arraycopy(person.id.value().toArray(), 0, entry, 0, MemberId.BYTES);
        byte[] key = Objects.requireNonNull(person.key).toArray();
        System.arraycopy(key, 0, entry, MemberId.BYTES, key.length);
        entries.add(Bytes.of(entry));
      }
    }
    Transcript all = Transcript.of("free4chat roster 1").add(room.value());
    entries.stream().sorted().forEach(all::add);
    return new Roster(all.sha256(), entries);
  }
}
