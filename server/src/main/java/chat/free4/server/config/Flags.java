package chat.free4.server.config;

import static chat.free4.server.config.FlagValues.MAX_PORT;
import static chat.free4.server.config.FlagValues.number;

import chat.free4.ffi.SrtpChoice;
import chat.free4.room.RoomLimits;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All settings, in the order of {@code --help}. */
public final class Flags {
  private static final int MAX_WORKERS = 64;
  private static final int MAX_PUBLIC_ADDRESSES = 16;

  private static final RoomLimits STANDARD = RoomLimits.DEFAULTS;

  static final Flag<Optional<Path>> CONFIG =
      new Flag<>("config", "FILE", "", "Read settings from FILE.", FlagValues::optionalPath);

  /** Port of the page over plain HTTP. */
  public static final Flag<Integer> HTTP_PORT =
      number("http-port", "PORT", 8080, 0, MAX_PORT, "Plain HTTP: the page for this machine.");

  /** Port of the page over TLS. */
  public static final Flag<Integer> HTTPS_PORT =
      number("https-port", "PORT", 8443, 0, MAX_PORT, "HTTPS: the page for everybody else.");

  /** First UDP port. */
  public static final Flag<Integer> MEDIA_PORT =
      number(
          "media-port", "PORT", 10_000, 0, MAX_PORT, "Voice (UDP): the first of --workers ports.");

  /** Media workers. */
  public static final Flag<Integer> WORKERS =
      number(
          "workers",
          "N",
          Math.clamp(Runtime.getRuntime().availableProcessors() - 1L, 1, MAX_WORKERS),
          1,
          MAX_WORKERS,
          "Threads that forward voice, each with a port of its own.");

  /** Members of a room with one worker. */
  public static final Flag<Integer> MEMBERS_PER_WORKER =
      number(
          "members-per-worker",
          "N",
          2000,
          1,
          10_000,
          "Members of one room on one worker; further ones go to the next worker.");

  /** How datagrams come and go. */
  public static final Flag<IoChoice> IO =
      new Flag<>(
          "io",
          "FORM",
          "auto",
          "How voice comes and goes: native (Linux's own calls), nio (Java's), or auto.",
          Flags::io);

  /** Addresses that browsers reach the media ports at. */
  public static final Flag<List<InetAddress>> PUBLIC_ADDRESS =
      new Flag<>(
          "public-address",
          "ADDRESS,...",
          "",
          "IP addresses that browsers send voice to; without it, every local address.",
          Flags::addresses);

  /** Certificate chain. */
  public static final Flag<Optional<Path>> TLS_CERT =
      new Flag<>(
          "tls-cert",
          "FILE",
          "",
          "Certificate chain (PEM); without it, one is signed by a local authority.",
          FlagValues::optionalPath);

  /** Private key. */
  public static final Flag<Optional<Path>> TLS_KEY =
      new Flag<>(
          "tls-key", "FILE", "", "Private key of --tls-cert (PEM).", FlagValues::optionalPath);

  /** A proxy in front does TLS. */
  public static final Flag<Boolean> BEHIND_PROXY =
      new Flag<>(
          "behind-proxy",
          "",
          "false",
          "A proxy in front does TLS: trust its X-Forwarded-For, -Proto and -Host, redirect nobody.",
          FlagValues::bool);

  /** Where the local authority is kept. */
  public static final Flag<Optional<Path>> STATE_DIR =
      new Flag<>(
          "state-dir",
          "DIRECTORY",
          "",
          "Where the local authority is kept; without it, free4chat in $XDG_STATE_HOME or"
              + " ~/.local/state.",
          FlagValues::optionalPath);

  /** Port of metrics. */
  public static final Flag<Integer> ADMIN_PORT =
      number("admin-port", "PORT", 9090, 0, MAX_PORT, "/metrics and /healthz, on 127.0.0.1 alone.");

  /** The built page. */
  public static final Flag<Path> PAGE_DIR =
      new Flag<>("page-dir", "DIRECTORY", "web/dist", "The built page.", FlagValues::path);

  /** Voice slots a listener may ask for. */
  public static final Flag<Integer> VOICE_SLOTS =
      number("voice-slots", "N", 24, 1, 64, "Voices that one listener may hear at once.");

  /** Seconds a lost member is held. */
  public static final Flag<Integer> GRACE =
      number(
          "grace",
          "SECONDS",
          STANDARD.graceMillis() / 1000,
          1,
          3600,
          "How long a lost member keeps the seat.");

  /** Rooms at once. */
  public static final Flag<Integer> MAX_ROOMS =
      number("max-rooms", "N", STANDARD.rooms(), 1, 1_000_000, "Rooms at once.");

  /** Members of a room. */
  public static final Flag<Integer> MAX_MEMBERS =
      number("max-members", "N", STANDARD.roomMembers(), 1, 10_000, "Members of a room.");

  /** WebSockets. */
  public static final Flag<Integer> MAX_SOCKETS =
      number("max-sockets", "N", STANDARD.sockets(), 1, 1_000_000, "WebSockets at once.");

  /** WebSockets of one address. */
  public static final Flag<Integer> MAX_ADDRESS_SOCKETS =
      number(
          "max-address-sockets",
          "N",
          STANDARD.socketsPerAddress(),
          1,
          100_000,
          "WebSockets of one address (IPv6: of one /64).");

  /** Rooms of one address. */
  public static final Flag<Integer> MAX_ADDRESS_ROOMS =
      number(
          "max-address-rooms",
          "N",
          STANDARD.roomsPerAddress(),
          1,
          1_000_000,
          "Rooms that one address may open, each for a minute at least (IPv6: one /64).");

  /** How long an address is banned. */
  public static final Flag<Integer> BAN_MINUTES =
      number(
          "ban-minutes",
          "MINUTES",
          STANDARD.banMinutes(),
          1,
          10_080,
          "How long nobody new comes in from the address of one who was banned from a room.");

  /** Sentences that voice is made of. */
  public static final Flag<Integer> LIVE_VOICES =
      number(
          "live-voices",
          "N",
          STANDARD.liveVoices(),
          0,
          256,
          "Sentences of robots and people that voice is made of at once; 0: none is spoken.");

  /** Bytes of a message. */
  public static final Flag<Integer> MAX_MESSAGE_BYTES =
      number(
          "max-message-bytes",
          "N",
          STANDARD.messageBytes(),
          RoomLimits.MIN_MESSAGE_BYTES,
          1 << 20,
          "Bytes of a WebSocket message.");

  /** Messages a second. */
  public static final Flag<Integer> MAX_MESSAGES =
      number(
          "max-messages",
          "N",
          STANDARD.messagesPerSecond(),
          5,
          10_000,
          "Messages a second from one WebSocket.");

  /** Bytes of a log entry. */
  public static final Flag<Integer> MAX_ENTRY_BYTES =
      number(
          "max-entry-bytes",
          "N",
          STANDARD.entryBytes(),
          1024,
          1 << 19,
          "Bytes of an entry in a room's log.");

  /** Entries of a log. */
  public static final Flag<Integer> MAX_LOG_ENTRIES =
      number(
          "max-log-entries",
          "N",
          STANDARD.logEntries(),
          10,
          1_000_000,
          "Entries that a room's log keeps.");

  /** Bytes of a log. */
  public static final Flag<Integer> MAX_LOG_BYTES =
      number(
          "max-log-bytes",
          "N",
          (int) STANDARD.logBytes(),
          1 << 16,
          (int) RoomLimits.MAX_LOG_BYTES,
          "Bytes that a room's log keeps.");

  /** DTLS handshakes at once. */
  public static final Flag<Integer> MAX_HANDSHAKES =
      number(
          "max-handshakes", "N", 64, 1, 4096, "DTLS handshakes at once; more wait for their turn.");

  /** What protects voice. */
  public static final Flag<SrtpChoice> SRTP =
      new Flag<>(
          "srtp",
          "LIBRARY",
          SrtpChoice.AUTO.label(),
          "What encrypts voice: ipsec-mb, openssl, jce, or auto: the first of them that is there.",
          Flags::srtp);

  /** How much is logged. */
  public static final Flag<String> LOG_LEVEL =
      new Flag<>(
          "log-level",
          "LEVEL",
          "info",
          "What is logged: error, warn, info or debug.",
          Flags::level);

  private static final List<Flag<?>> OWN =
      List.of(
          CONFIG,
          HTTP_PORT,
          HTTPS_PORT,
          MEDIA_PORT,
          WORKERS,
          MEMBERS_PER_WORKER,
          IO,
          PUBLIC_ADDRESS,
          TLS_CERT,
          TLS_KEY,
          BEHIND_PROXY,
          STATE_DIR,
          ADMIN_PORT,
          PAGE_DIR,
          VOICE_SLOTS,
          GRACE,
          MAX_ROOMS,
          MAX_MEMBERS,
          MAX_SOCKETS,
          MAX_ADDRESS_SOCKETS,
          MAX_ADDRESS_ROOMS,
          BAN_MINUTES,
          LIVE_VOICES,
          MAX_MESSAGE_BYTES,
          MAX_MESSAGES,
          MAX_ENTRY_BYTES,
          MAX_LOG_ENTRIES,
          MAX_LOG_BYTES,
          MAX_HANDSHAKES,
          SRTP,
          LOG_LEVEL,
          ClusterFlags.PORT,
          ClusterFlags.HOST,
          ClusterFlags.JOIN,
          ClusterFlags.BOOTSTRAP,
          ClusterFlags.NAME,
          ClusterFlags.SECRET_FILE,
          ClusterFlags.DRAIN_SECONDS,
          ClusterFlags.RELAY_ABOVE,
          ClusterFlags.RELAY_NEAR,
          ClusterFlags.NODE_URL,
          ClusterFlags.NODE_URLS,
          ClusterFlags.PAGE_ORIGIN);

  static final List<Flag<?>> ALL = Stream.concat(OWN.stream(), RobotFlags.ALL.stream()).toList();

  private Flags() {}

  private static String level(String text) {
    return switch (text) {
      case "error", "warn", "info", "debug" -> text;
      default -> throw new IllegalArgumentException("want error, warn, info or debug");
    };
  }

  private static IoChoice io(String text) {
    return switch (text) {
      case "auto" -> IoChoice.AUTO;
      case "native" -> IoChoice.NATIVE;
      case "nio" -> IoChoice.NIO;
      default -> throw new IllegalArgumentException("want auto, native or nio");
    };
  }

  private static SrtpChoice srtp(String text) {
    for (SrtpChoice choice : SrtpChoice.values()) {
      if (choice.label().equals(text)) {
        return choice;
      }
    }
    throw new IllegalArgumentException("want auto, ipsec-mb, openssl or jce");
  }

  /** Literals alone: a name would ask a resolver, and could mean another address tomorrow. */
  private static List<InetAddress> addresses(String text) {
    List<InetAddress> addresses = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String literal = part.strip();
      if (literal.isEmpty()) {
        continue;
      }
      if (addresses.size() == MAX_PUBLIC_ADDRESSES) {
        throw new IllegalArgumentException("at most " + MAX_PUBLIC_ADDRESSES + " addresses");
      }
      InetAddress address;
      try {
        address = InetAddress.ofLiteral(literal);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("want IP addresses, joined by commas", e);
      }
      if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
        throw new IllegalArgumentException("no browser can send to " + literal);
      }
      addresses.add(address);
    }
    return List.copyOf(addresses);
  }
}
