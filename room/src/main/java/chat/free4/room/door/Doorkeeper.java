package chat.free4.room.door;

import chat.free4.room.AddressKey;
import chat.free4.room.access.Bytes;
import chat.free4.room.access.Ed25519;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.SigningKey;
import chat.free4.room.descriptor.DescriptorChain;
import chat.free4.room.descriptor.DescriptorChain.Reading;
import chat.free4.room.descriptor.DescriptorDrop;
import chat.free4.room.signal.Knock;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The doors of all sealed rooms of a node (protocol/sealed-rooms.md, "Entering"). Who has no key
 * cannot find out whether a room is here: an unknown one has a door too, which looks at as much and
 * opens for nobody. Sans I/O and single-threaded.
 */
public final class Doorkeeper {
  /** Rooms that have ended whose chains are remembered. */
  public static final int MAX_ENDED = 10_000;

  /** Bytes of those chains. */
  public static final long MAX_ENDED_BYTES = 16L << 20;

  /** Wrong proofs that an address has at once. */
  public static final int ADDRESS_GUESSES = 20;

  /** Then one in so many seconds. */
  public static final int ADDRESS_SECONDS_A_GUESS = 5;

  /** Wrong proofs that all together have at a room's door at once. */
  public static final int ROOM_GUESSES = 40;

  /** Then one in so many seconds. */
  public static final int ROOM_SECONDS_A_GUESS = 2;

  /** Addresses, and room ids, whose guesses are remembered. */
  static final int MAX_GUESSERS = 16_384;

  private final Map<RoomId, DescriptorChain> open = new HashMap<>();
  private final EndedChains ended = new EndedChains(MAX_ENDED, MAX_ENDED_BYTES);
  private final GuessLimit<AddressKey> byAddress =
      new GuessLimit<>(MAX_GUESSERS, ADDRESS_GUESSES, ADDRESS_SECONDS_A_GUESS);
  private final GuessLimit<RoomId> byRoom =
      new GuessLimit<>(MAX_GUESSERS, ROOM_GUESSES, ROOM_SECONDS_A_GUESS);
  private final SignatureCheck signatures;
  private final Bytes nobody;

  /** How a door verifies: the tests count it. */
  @FunctionalInterface
  interface SignatureCheck {
    boolean verify(Bytes publicKey, Bytes message, Bytes signature);
  }

  /** What came of looking at a chain: what holds, and why the one that was brought does not. */
  private record Shown(@Nullable DescriptorChain holds, @Nullable DescriptorDrop drop) {}

  /**
   * No room is known.
   *
   * @param random makes the key of rooms that are not: nobody has it
   */
  public Doorkeeper(RandomGenerator random) {
    this(random, Ed25519::verify);
  }

  Doorkeeper(RandomGenerator random, SignatureCheck signatures) {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    random.nextBytes(seed);
    this.nobody = SigningKey.ofSeed(Bytes.of(seed)).publicKey();
    this.signatures = signatures;
  }

  /**
   * Somebody knocks.
   *
   * @param held it is in the room, or waited for there: it was let in before
   */
  public Verdict knock(long nowNanos, AddressKey address, RoomId room, Knock knock, boolean held) {
    DescriptorChain known = find(room);
    long waitNanos = byAddress.waitNanos(nowNanos, address);
    if (!held && !wasInside(known, knock.chain())) {
      waitNanos = Math.max(waitNanos, byRoom.waitNanos(nowNanos, room));
    }
    if (waitNanos > 0) {
      long waitMillis = TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1;
      return new Verdict.Shut(SignalFault.busy(waitMillis), null);
    }
    Shown shown = look(room, known, knock.chain());
    DescriptorChain holds = shown.holds;
    Bytes verifier = holds == null ? nobody : holds.newest().terms().verifier();
    boolean proven = signatures.verify(verifier, knock.transcript(), knock.doorProof());
    boolean takesPart = proven && shown.drop == null;
    if (takesPart && holds != null && holds.newest().terms().version() >= knock.version()) {
      return new Verdict.Open(holds);
    }
    if (held && known != null) {
      return new Verdict.Open(known);
    }
    byAddress.count(nowNanos, address);
    byRoom.count(nowNanos, room);
    return new Verdict.Shut(SignalFault.of(SignalError.DENIED), shown.drop);
  }

  /** Somebody was let in, and the room could not be opened: as costly to us as a wrong proof. */
  public void countRefused(long nowNanos, AddressKey address) {
    byAddress.count(nowNanos, address);
  }

  /** A room is here, under this chain. */
  public void opened(DescriptorChain chain) {
    ended.remove(chain.room());
    open.put(chain.room(), chain);
  }

  /** Nobody is in a room any more. */
  public void ended(RoomId room) {
    DescriptorChain chain = open.remove(room);
    if (chain != null) {
      ended.add(chain);
    }
  }

  /** Rooms that have ended and are remembered. */
  public int endedRooms() {
    return ended.size();
  }

  private @Nullable DescriptorChain find(RoomId room) {
    DescriptorChain here = open.get(room);
    return here == null ? ended.find(room) : here;
  }

  /** A chain that ends in one of our links was given to a member, and to nobody else. */
  private static boolean wasInside(@Nullable DescriptorChain known, List<Bytes> chain) {
    return known != null && !chain.isEmpty() && known.encoded().contains(chain.getLast());
  }

  private static Shown look(RoomId room, @Nullable DescriptorChain known, List<Bytes> chain) {
    if (chain.isEmpty()) {
      return new Shown(known, null);
    }
    return switch (DescriptorChain.read(room, chain, known)) {
      case Reading.Refused(var reason) -> new Shown(known, reason);
      case Reading.Accepted(var brought) ->
          known == null ? new Shown(brought, null) : compare(known, brought);
    };
  }

  /** Who brings an older chain and proves against the newer one learns of it by coming in. */
  private static Shown compare(DescriptorChain known, DescriptorChain brought) {
    return switch (known.shown(brought)) {
      case Reading.Accepted(var holds) -> new Shown(holds, null);
      case Reading.Refused(var reason) ->
          new Shown(known, reason == DescriptorDrop.ROLLBACK ? null : reason);
    };
  }
}
