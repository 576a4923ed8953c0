package chat.free4.bench.janus;

import chat.free4.bench.load.VoicePayload;
import chat.free4.rtc.srtp.SrtpProfile;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What to do.
 *
 * @param janus its WebSocket
 * @param pid of Janus
 * @param members of each room
 * @param publishers of each room: its first members
 */
record JanusPlan(
    URI janus,
    long pid,
    SrtpProfile profile,
    int rooms,
    int members,
    int publishers,
    int seconds,
    int payloadBytes) {
  static final String USAGE =
      "JANUS_URL PID gcm|sha1 ROOMS MEMBERS PUBLISHERS SECONDS PAYLOAD, as bench/janus/run says it";

  private static final int WORDS = 8;

  /** Someone in a room. */
  record Seat(int room, int place, int number) {}

  /**
   * Reads it from a command line.
   *
   * @throws IllegalArgumentException when it is not one
   */
  static JanusPlan of(List<String> words) {
    if (words.size() != WORDS) {
      throw new IllegalArgumentException(USAGE);
    }
    SrtpProfile profile =
        switch (words.get(2)) {
          case "gcm" -> SrtpProfile.AEAD_AES_128_GCM;
          case "sha1" -> SrtpProfile.AES128_CM_HMAC_SHA1_80;
          default -> throw new IllegalArgumentException(USAGE);
        };
    int[] numbers = words.stream().skip(3).mapToInt(Integer::parseInt).toArray();
    JanusPlan plan =
        new JanusPlan(
            URI.create(words.get(0)),
            Long.parseLong(words.get(1)),
            profile,
            numbers[0],
            numbers[1],
            numbers[2],
            numbers[3],
            numbers[4]);
    boolean sensible =
        plan.rooms > 0
            && plan.members > 1
            && plan.publishers > 0
            && plan.publishers <= plan.members
            && plan.seconds > 0
            && plan.payloadBytes >= VoicePayload.MIN_BYTES
            && plan.payloadBytes <= VoicePayload.MAX_BYTES;
    if (!sensible) {
      throw new IllegalArgumentException(USAGE);
    }
    return plan;
  }

  /** The name of the profile on the command line. */
  String srtp() {
    return profile == SrtpProfile.AEAD_AES_128_GCM ? "gcm" : "sha1";
  }

  /** Everybody; numbers count through all rooms, so that one who is heard next door is seen. */
  List<Seat> everybody() {
    return IntStream.range(0, rooms * members)
        .mapToObj(i -> new Seat(i / members, i % members, i + 1))
        .toList();
  }

  /** True when they speak. */
  boolean publishes(Seat seat) {
    return seat.place() < publishers;
  }

  /** The numbers of whom they should hear. */
  List<Integer> heardBy(Seat listener) {
    return everybody().stream()
        .filter(seat -> seat.room() == listener.room() && publishes(seat))
        .filter(seat -> seat.number() != listener.number())
        .map(Seat::number)
        .toList();
  }
}
