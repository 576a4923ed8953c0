package chat.free4.bench.load;

import chat.free4.ffi.SrtpChoice;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.sim.BrowserKind;
import java.net.URI;
import java.util.List;

/**
 * What to do.
 *
 * @param servers one, or nodes of one cluster: members are spread over them
 * @param members of each room
 * @param publishers of each room who speak
 * @param slots voice slots that each offers
 * @param ramp members that begin to join a second
 * @param storm members more that join the rooms while these are measured; they listen
 * @param stormSeconds in which these begin to join
 * @param profiles of SRTP that are offered, best first
 * @param decryptPercent packets of a hundred that are decrypted
 * @param pid of the server; 0 when it was not named
 * @param json where results go as JSON: a file, {@code -}, or empty
 * @param report where the page goes: a file, or empty
 * @param follow members go after their room, and open lost WebSockets again
 * @param untilEof goes on measuring until standard input ends
 * @param insecure takes any certificate
 * @param io how datagrams are read and written
 * @param crypto what encrypts them
 */
record LoadOptions(
    List<URI> servers,
    int rooms,
    int members,
    int publishers,
    int seconds,
    int warmUpSeconds,
    int payloadBytes,
    int slots,
    int ramp,
    int storm,
    int stormSeconds,
    List<SrtpProfile> profiles,
    BrowserKind browser,
    int decryptPercent,
    long pid,
    String json,
    String report,
    boolean follow,
    boolean untilEof,
    boolean insecure,
    Io io,
    SrtpChoice crypto,
    int threads) {
  /** Datagrams through which door. */
  enum Io {
    AUTO,
    EPOLL,
    NIO
  }

  /** Most voice slots a server gives by default. */
  static final int DEFAULT_MAX_SLOTS = 24;

  /** Members of all rooms, before a storm. */
  int total() {
    return rooms * members;
  }

  /** Members that begin to join a second of a storm. */
  int stormRamp() {
    return Math.ceilDiv(storm, stormSeconds);
  }
}
