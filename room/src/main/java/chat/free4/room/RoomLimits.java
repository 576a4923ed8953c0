package chat.free4.room;

import chat.free4.room.signal.ServerMessage;
import java.util.function.Consumer;

/**
 * What a node takes, of everything. Those that are flags of the server have a {@code with} method.
 *
 * @param rooms rooms on this node
 * @param sockets WebSockets on this node
 * @param socketsPerAddress WebSockets from one address (IPv6: from one /64)
 * @param roomsPerAddress rooms opened from one address (IPv6: from one /64)
 * @param roomMembers members of a room
 * @param messageBytes bytes of a frame from a client
 * @param messagesPerSecond messages of one session, on average
 * @param profileBytes bytes of a profile
 * @param entryBytes bytes of a log entry
 * @param logEntries entries a room's log holds
 * @param logBytes bytes a room's log holds
 * @param logAuthors authors a room's log remembers the newest sequence of
 * @param logBytesPerSecond bytes one member may append a second, on average
 * @param graceMillis how long a lost member is waited for
 * @param banMinutes how long nobody new comes in from the address of one who was banned
 * @param liveVoices sentences of robots that are made voice of at once; 0: robots only write
 */
public record RoomLimits(
    int rooms,
    int sockets,
    int socketsPerAddress,
    int roomsPerAddress,
    int roomMembers,
    int messageBytes,
    int messagesPerSecond,
    int profileBytes,
    int entryBytes,
    int logEntries,
    long logBytes,
    int logAuthors,
    int logBytesPerSecond,
    int graceMillis,
    int banMinutes,
    int liveVoices) {
  /** An offer with its signature must fit into a frame. */
  public static final int MIN_MESSAGE_BYTES = 16_384;

  /** Largest log: it is held in memory. */
  public static final long MAX_LOG_BYTES = 1L << 30;

  /** What a node takes when nobody says otherwise. */
  public static final RoomLimits DEFAULTS =
      new RoomLimits(
          10_000, 20_000, 100, 20, 2_000, 65_536, 50, 512, 16_384, 2_000, 4L << 20, 8_192, 16_384,
          30_000, 60, 8);

  /** Every limit is positive, and what must fit into another does. */
  public RoomLimits {
    requirePositive("rooms", rooms);
    requirePositive("sockets", sockets);
    requirePositive("socketsPerAddress", socketsPerAddress);
    requirePositive("roomsPerAddress", roomsPerAddress);
    requirePositive("roomMembers", roomMembers);
    requirePositive("messageBytes", messageBytes);
    requirePositive("messagesPerSecond", messagesPerSecond);
    requirePositive("profileBytes", profileBytes);
    requirePositive("entryBytes", entryBytes);
    requirePositive("logEntries", logEntries);
    requirePositive("logBytes", logBytes);
    requirePositive("logAuthors", logAuthors);
    requirePositive("logBytesPerSecond", logBytesPerSecond);
    requirePositive("graceMillis", graceMillis);
    requirePositive("banMinutes", banMinutes);
    if (liveVoices < 0) {
      throw new IllegalArgumentException("liveVoices must not be negative");
    }
    if (logBytes < entryBytes || logBytes > MAX_LOG_BYTES) {
      throw new IllegalArgumentException("logBytes must be from entryBytes to " + MAX_LOG_BYTES);
    }
    if (messageBytes < MIN_MESSAGE_BYTES || entryBytes > messageBytes / 2) {
      throw new IllegalArgumentException(
          "messageBytes must be at least " + MIN_MESSAGE_BYTES + " and twice entryBytes");
    }
  }

  /** What the server announces of it. */
  public ServerMessage.Limits announced() {
    return new ServerMessage.Limits(
        messageBytes,
        messagesPerSecond,
        profileBytes,
        entryBytes,
        logEntries,
        logBytes,
        roomMembers);
  }

  /** With as many voices of robots made at once. */
  public RoomLimits withLiveVoices(int value) {
    return changed(draft -> draft.liveVoices = value);
  }

  /** With as many rooms on this node. */
  public RoomLimits withRooms(int value) {
    return changed(draft -> draft.rooms = value);
  }

  /** With as many WebSockets on this node. */
  public RoomLimits withSockets(int value) {
    return changed(draft -> draft.sockets = value);
  }

  /** With as many WebSockets from one address. */
  public RoomLimits withSocketsPerAddress(int value) {
    return changed(draft -> draft.socketsPerAddress = value);
  }

  /** With as many rooms opened from one address. */
  public RoomLimits withRoomsPerAddress(int value) {
    return changed(draft -> draft.roomsPerAddress = value);
  }

  /** With as many members in a room. */
  public RoomLimits withRoomMembers(int value) {
    return changed(draft -> draft.roomMembers = value);
  }

  /** With as many bytes a message, and entries that fit. */
  public RoomLimits withMessageBytes(int value) {
    return changed(
        draft -> {
          draft.messageBytes = value;
          draft.entryBytes = Math.min(entryBytes, value / 2);
        });
  }

  /** With as many messages a second. */
  public RoomLimits withMessagesPerSecond(int value) {
    return changed(draft -> draft.messagesPerSecond = value);
  }

  /** With as many entries and bytes in a room's log. */
  public RoomLimits withLog(int entries, long bytes) {
    return changed(
        draft -> {
          draft.logEntries = entries;
          draft.logBytes = bytes;
        });
  }

  /** With another grace. */
  public RoomLimits withGraceMillis(int value) {
    return changed(draft -> draft.graceMillis = value);
  }

  /** With address bans that last so long. */
  public RoomLimits withBanMinutes(int value) {
    return changed(draft -> draft.banMinutes = value);
  }

  private RoomLimits changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.limits();
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive");
    }
  }

  /** The same, while one of it changes. */
  private static final class Draft {
    int rooms;
    int sockets;
    int socketsPerAddress;
    int roomsPerAddress;
    int roomMembers;
    int messageBytes;
    int messagesPerSecond;
    int profileBytes;
    int entryBytes;
    int logEntries;
    long logBytes;
    int logAuthors;
    int logBytesPerSecond;
    int graceMillis;
    int banMinutes;
    int liveVoices;

    Draft(RoomLimits from) {
      rooms = from.rooms;
      sockets = from.sockets;
      socketsPerAddress = from.socketsPerAddress;
      roomsPerAddress = from.roomsPerAddress;
      roomMembers = from.roomMembers;
      messageBytes = from.messageBytes;
      messagesPerSecond = from.messagesPerSecond;
      profileBytes = from.profileBytes;
      entryBytes = from.entryBytes;
      logEntries = from.logEntries;
      logBytes = from.logBytes;
      logAuthors = from.logAuthors;
      logBytesPerSecond = from.logBytesPerSecond;
      graceMillis = from.graceMillis;
      banMinutes = from.banMinutes;
      liveVoices = from.liveVoices;
    }

    RoomLimits limits() {
      return new RoomLimits(
          rooms,
          sockets,
          socketsPerAddress,
          roomsPerAddress,
          roomMembers,
          messageBytes,
          messagesPerSecond,
          profileBytes,
          entryBytes,
          logEntries,
          logBytes,
          logAuthors,
          logBytesPerSecond,
          graceMillis,
          banMinutes,
          liveVoices);
    }
  }
}
