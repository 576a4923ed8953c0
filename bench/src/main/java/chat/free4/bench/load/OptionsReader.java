package chat.free4.bench.load;

import chat.free4.ffi.SrtpChoice;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.sim.BrowserKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the command line; {@link #HELP} is its face. */
final class OptionsReader {
  /** What {@code --help} prints. */
  static final String HELP =
      """
      Usage: ./load [URL...] [flags]

      Fills rooms of a running free4chat with virtual browsers that speak and listen over the public
      protocol, checks who heard whom, and says what it cost. URL: http://localhost:8080 if not given;
      several are nodes of one cluster, and members are spread over them.

        --rooms N        rooms (1)
        --members N      members of each room (10)
        --publishers N   members of each room who speak (all, up to 3)
        --seconds N      measured time (10)
        --warm-up N      seconds of talk before it (5)
        --payload BYTES  of voice in a packet (100; at least 17)
        --slots N        voices that each can hear at once (members - 1, up to 24)
        --ramp N         members that begin to join a second (50)
        --storm N        members more who join these rooms while they are measured, and listen (0)
        --storm-seconds N  in which they begin to join, spread evenly (5)
        --follow         members go after a room that moves to another node, and open a lost WebSocket
                         again, at the next URL; says how long they heard nothing. Where the node
                         that serves their voice is gone, they offer it again
        --until-eof      measures for longer than --seconds: until standard input ends
        --srtp PROFILE   gcm, sha1 or both: offered protection (gcm)
        --browser KIND   chromium (with NACK) or firefox (without): whose offer is made (chromium)
        --decrypt N      percent of packets that are decrypted and checked; of the others headers
                         are counted (100)
        --pid PID        the server's process, if on this machine: its CPU and memory are measured
        --json FILE|-    results as JSON, too; - writes them to standard output, the table to
                         standard error
        --report FILE    results as a page with plots, too
        --insecure       take any TLS certificate, as that of a server's own local authority: who
                         answers is then not checked, so use it for servers of your own alone
        --io NAME        auto, epoll or nio: how datagrams are read and written (auto)
        --crypto NAME    auto, ipsec-mb, openssl or jce: what encrypts them (auto)
        --threads N      threads that read and write them (1)
        --help           this

      Exit code: 0 when every member heard just whom it should; 1 when not, or when somebody could
      not join; 2 for a wrong flag. A server lets 100 WebSockets of one address in unless it is
      started with --max-address-sockets N.
      """;

  private static final int MAX_ROOMS = 10_000;
  private static final int MAX_MEMBERS = 10_000;
  private static final int MAX_TOTAL = 20_000;
  private static final int MAX_SLOTS = 64;
  private static final int STANDARD_PUBLISHERS = 3;
  private static final int HOUR_SECONDS = 3600;
  private static final URI STANDARD_SERVER = URI.create("http://localhost:8080");

  /** Nodes that are named. */
  static final int MAX_SERVERS = 64;

  /** Flags that want no value. */
  private static final Set<String> SWITCHES = Set.of("follow", "until-eof", "insecure");

  static final List<String> NAMES =
      List.of(
          "rooms",
          "members",
          "publishers",
          "seconds",
          "warm-up",
          "payload",
          "slots",
          "ramp",
          "storm",
          "storm-seconds",
          "follow",
          "until-eof",
          "srtp",
          "browser",
          "decrypt",
          "pid",
          "json",
          "report",
          "insecure",
          "io",
          "crypto",
          "threads");

  private final Map<String, String> values = new HashMap<>();
  private final List<URI> servers = new ArrayList<>();

  private OptionsReader() {}

  /** True when the command line asks for help. */
  static boolean wantsHelp(List<String> arguments) {
    return arguments.contains("--help") || arguments.contains("-h");
  }

  /**
   * Reads it.
   *
   * @throws OptionException with one line for the user
   */
  static LoadOptions read(List<String> arguments) {
    OptionsReader reader = new OptionsReader();
    reader.take(arguments);
    return reader.options();
  }

  private void take(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--")) {
        if (servers.size() == MAX_SERVERS) {
          throw new OptionException(argument + ": " + MAX_SERVERS + " URLs are enough.");
        }
        servers.add(server(argument));
        continue;
      }
      int equals = argument.indexOf('=');
      String name = argument.substring(2, equals < 0 ? argument.length() : equals);
      if (!NAMES.contains(name)) {
        throw new OptionException("--" + name + ": unknown flag; ./load --help lists them.");
      }
      String value;
      if (equals >= 0) {
        value = argument.substring(equals + 1);
      } else if (SWITCHES.contains(name)) {
        value = "true";
      } else if (i + 1 < arguments.size()) {
        value = arguments.get(++i);
      } else {
        throw new OptionException("--" + name + ": wants a value.");
      }
      if (values.put(name, value) != null) {
        throw new OptionException("--" + name + ": given twice.");
      }
    }
  }

  private LoadOptions options() {
    int rooms = number("rooms", 1, 1, MAX_ROOMS);
    int members = number("members", 10, 1, MAX_MEMBERS);
    int storm = number("storm", 0, 0, MAX_TOTAL);
    if (rooms * members + storm > MAX_TOTAL) {
      throw new OptionException("--members: at most " + MAX_TOTAL + " in all rooms together.");
    }
    int publishers = number("publishers", Math.min(members, STANDARD_PUBLISHERS), 0, MAX_MEMBERS);
    if (publishers > members) {
      throw new OptionException(
          "--publishers: a room of " + members + " has no " + publishers + " who speak.");
    }
    int enoughSlots = Math.clamp(members - 1L, 1, LoadOptions.DEFAULT_MAX_SLOTS);
    return new LoadOptions(
        servers.isEmpty() ? List.of(STANDARD_SERVER) : List.copyOf(servers),
        rooms,
        members,
        publishers,
        number("seconds", 10, 1, HOUR_SECONDS),
        number("warm-up", 5, 0, HOUR_SECONDS),
        number("payload", 100, VoicePayload.MIN_BYTES, VoicePayload.MAX_BYTES),
        number("slots", enoughSlots, 1, MAX_SLOTS),
        number("ramp", 50, 1, MAX_TOTAL),
        storm,
        number("storm-seconds", 5, 1, HOUR_SECONDS),
        profiles(),
        browser(),
        number("decrypt", 100, 0, 100),
        number("pid", 0, 1, Integer.MAX_VALUE),
        text("json"),
        text("report"),
        yes("follow"),
        yes("until-eof"),
        yes("insecure"),
        io(),
        crypto(),
        number("threads", 1, 1, 64));
  }

  private static URI server(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below, as for one without a host.
    }
    throw new OptionException(text + ": want a URL such as https://voice.example.org:8443.");
  }

  private int number(String name, int initial, int lowest, int highest) {
    String text = values.get(name);
    if (text == null) {
      return initial;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= lowest && value <= highest) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new OptionException(
        "--" + name + ": want a number from " + lowest + " to " + highest + ", not " + text + ".");
  }

  private String text(String name) {
    String text = values.getOrDefault(name, "");
    if (values.containsKey(name) && text.isEmpty()) {
      throw new OptionException("--" + name + ": wants a file.");
    }
    return text;
  }

  private boolean yes(String name) {
    return switch (values.getOrDefault(name, "false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new OptionException("--" + name + ": want true or false.");
    };
  }

  private List<SrtpProfile> profiles() {
    return switch (values.getOrDefault("srtp", "gcm")) {
      case "gcm" -> List.of(SrtpProfile.AEAD_AES_128_GCM);
      case "sha1" -> List.of(SrtpProfile.AES128_CM_HMAC_SHA1_80);
      case "both" -> List.of(SrtpProfile.values());
      default -> throw new OptionException("--srtp: want gcm, sha1 or both.");
    };
  }

  private BrowserKind browser() {
    return switch (values.getOrDefault("browser", "chromium")) {
      case "chromium" -> BrowserKind.CHROMIUM;
      case "firefox" -> BrowserKind.FIREFOX;
      default -> throw new OptionException("--browser: want chromium or firefox.");
    };
  }

  private LoadOptions.Io io() {
    String text = values.getOrDefault("io", "auto");
    return switch (text) {
      case "auto", "epoll", "nio" -> LoadOptions.Io.valueOf(text.toUpperCase(Locale.ROOT));
      default -> throw new OptionException("--io: want auto, epoll or nio.");
    };
  }

  private SrtpChoice crypto() {
    String text = values.getOrDefault("crypto", SrtpChoice.AUTO.label());
    for (SrtpChoice choice : SrtpChoice.values()) {
      if (choice.label().equals(text)) {
        return choice;
      }
    }
    throw new OptionException("--crypto: want auto, ipsec-mb, openssl or jce.");
  }
}
