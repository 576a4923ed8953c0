package chat.free4.server.config;

import chat.free4.room.RoomLimits;
import chat.free4.server.config.ServerConfig.TlsFiles;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads settings from four places; the first that names one wins: the command line, the
 * environment, the file of {@code --config}, the default. The file holds {@code name = value} lines
 * with a flag's name without its dashes, blank lines, and comments after {@code #} at a line's
 * start. Environment variables that are no setting are left alone: container platforms make up
 * their own from a service's name.
 */
public final class ConfigReader {
  /** Longest configuration file, in bytes. */
  static final long MAX_FILE_BYTES = 64 * 1024;

  private static final List<Flag<?>> LISTS =
      List.of(Flags.PUBLIC_ADDRESS, ClusterFlags.JOIN, ClusterFlags.NODE_URLS);

  /** What says nothing to a server that is alone. */
  private static final List<Flag<?>> NEED_CLUSTER_PORT =
      List.of(
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

  private final Map<String, String> environment;
  private final String version;

  /** Text of each setting that was named, and where; later writers stand back for earlier ones. */
  private final Map<String, Source> named = new HashMap<>();

  private record Source(String text, String place) {}

  private ConfigReader(Map<String, String> environment, String version) {
    this.environment = environment;
    this.version = version;
  }

  /**
   * What these arguments ask for.
   *
   * @param version printed by {@code --version}
   * @throws ConfigException when something in them is wrong
   */
  public static Invocation read(
      List<String> arguments, Map<String, String> environment, String version) {
    return new ConfigReader(environment, version).read(arguments);
  }

  private Invocation read(List<String> arguments) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      return new Invocation.Print(Help.text());
    }
    if (arguments.contains("--version")) {
      return new Invocation.Print("free4chat " + version + System.lineSeparator());
    }
    readArguments(arguments);
    for (Flag<?> flag : Flags.ALL) {
      String value = environment.get(flag.environmentName());
      if (value != null) {
        named.putIfAbsent(flag.name(), new Source(value, flag.environmentName()));
      }
    }
    get(Flags.CONFIG).ifPresent(this::readFile);
    return new Invocation.Serve(config());
  }

  private void readArguments(List<String> arguments) {
    int next = 0;
    while (next < arguments.size()) {
      String argument = arguments.get(next++);
      if (!argument.startsWith("--")) {
        throw new ConfigException(argument + ": want flags alone; --help lists them");
      }
      int equals = argument.indexOf('=');
      String name = argument.substring(2, equals < 0 ? argument.length() : equals);
      Flag<?> flag = Flags.ALL.stream().filter(f -> f.name().equals(name)).findFirst().orElse(null);
      if (flag == null) {
        throw new ConfigException("--" + name + ": no such flag" + hint(name, "--"));
      }
      String value;
      if (equals >= 0) {
        value = argument.substring(equals + 1);
      } else if (flag.isSwitch()) {
        value = "true";
      } else if (next < arguments.size() && !arguments.get(next).startsWith("--")) {
        value = arguments.get(next++);
      } else {
        throw new ConfigException("--" + name + ": want a value, " + flag.placeholder());
      }
      name(flag, value);
    }
  }

  /** A list may be named again and grows; any other flag is named once. */
  private void name(Flag<?> flag, String value) {
    Source former = named.get(flag.name());
    if (former != null && !LISTS.contains(flag)) {
      throw new ConfigException("--" + flag.name() + ": named twice");
    }
    String text = former == null ? value : former.text() + "," + value;
    named.put(flag.name(), new Source(text, ""));
  }

  private void readFile(Path file) {
    List<String> lines;
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new ConfigException(
            Flags.CONFIG, file.toString(), "longer than " + MAX_FILE_BYTES + " bytes");
      }
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException(Flags.CONFIG, file.toString(), "no such file");
    } catch (MalformedInputException e) {
      throw new ConfigException(Flags.CONFIG, file.toString(), "not UTF-8 text");
    } catch (IOException e) {
      throw new ConfigException(Flags.CONFIG, file.toString(), "cannot be read");
    }
    Map<String, Source> inFile = new HashMap<>();
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        readLine(line, "line " + number + " of " + file, inFile);
      }
    }
    inFile.forEach(named::putIfAbsent);
  }

  private static void readLine(String line, String place, Map<String, Source> inFile) {
    int equals = line.indexOf('=');
    if (equals < 0) {
      throw new ConfigException("--config, " + place + ": want name = value");
    }
    String name = line.substring(0, equals).strip();
    boolean known =
        Flags.ALL.stream().anyMatch(f -> f.name().equals(name) && !f.equals(Flags.CONFIG));
    if (!known) {
      throw new ConfigException("--config, " + place + ": no setting " + name + hint(name, ""));
    }
    Source source = new Source(line.substring(equals + 1).strip(), place);
    if (inFile.put(name, source) != null) {
      throw new ConfigException("--config, " + place + ": " + name + " is named twice");
    }
  }

  private static String hint(String name, String prefix) {
    return Suggestion.nearest(name, Flags.ALL.stream().map(Flag::name).toList())
        .map(near -> "; did you mean " + prefix + near + "?")
        .orElse("; --help lists them");
  }

  private <T> T get(Flag<T> flag) {
    Source source = named.get(flag.name());
    String text = source == null ? flag.initial() : source.text();
    try {
      return flag.parser().parse(text);
    } catch (IllegalArgumentException e) {
      String place = source == null || source.place().isEmpty() ? "" : " (" + source.place() + ")";
      throw new ConfigException(flag, text + place, String.valueOf(e.getMessage()));
    }
  }

  private ServerConfig config() {
    Optional<TlsFiles> tls = tlsFiles();
    int workers = get(Flags.WORKERS);
    int mediaPort = get(Flags.MEDIA_PORT);
    if (mediaPort + workers > 65_536) {
      throw new ConfigException(
          Flags.MEDIA_PORT, Integer.toString(mediaPort), "no room for " + workers + " ports");
    }
    return new ServerConfig(
        get(Flags.HTTP_PORT),
        get(Flags.HTTPS_PORT),
        mediaPort,
        get(Flags.ADMIN_PORT),
        workers,
        get(Flags.MEMBERS_PER_WORKER),
        get(Flags.IO),
        get(Flags.PUBLIC_ADDRESS),
        tls,
        get(Flags.BEHIND_PROXY),
        get(Flags.STATE_DIR).orElseGet(this::defaultStateDirectory),
        get(Flags.PAGE_DIR),
        get(Flags.VOICE_SLOTS),
        limits(),
        get(Flags.MAX_HANDSHAKES),
        get(Flags.SRTP),
        get(Flags.LOG_LEVEL),
        cluster(),
        RobotFlags.read(this::get, flag -> named.containsKey(flag.name())));
  }

  private Optional<ClusterConfig> cluster() {
    Optional<Integer> port = get(ClusterFlags.PORT);
    if (port.isEmpty()) {
      for (Flag<?> flag : NEED_CLUSTER_PORT) {
        if (named.containsKey(flag.name())) {
          throw new ConfigException("--" + flag.name() + ": want --cluster-port beside it");
        }
      }
      return Optional.empty();
    }
    if (get(ClusterFlags.JOIN).isEmpty() && !get(ClusterFlags.BOOTSTRAP)) {
      throw new ConfigException(
          "--cluster-port: want --join with nodes of the cluster, or --bootstrap to found one");
    }
    Path secret =
        get(ClusterFlags.SECRET_FILE)
            .orElseThrow(
                () -> new ConfigException("--cluster-port: want --cluster-secret-file beside it"));
    return Optional.of(
        new ClusterConfig(
            port.get(),
            get(ClusterFlags.HOST),
            get(ClusterFlags.JOIN),
            get(ClusterFlags.BOOTSTRAP),
            get(ClusterFlags.NAME),
            secret,
            get(ClusterFlags.DRAIN_SECONDS),
            get(ClusterFlags.RELAY_ABOVE),
            get(ClusterFlags.RELAY_NEAR),
            nodeUrls()));
  }

  private NodeUrls nodeUrls() {
    NodeUrls urls =
        new NodeUrls(
            get(ClusterFlags.NODE_URL), get(ClusterFlags.NODE_URLS), get(ClusterFlags.PAGE_ORIGIN));
    if (urls.own().isPresent() && !urls.all().contains(urls.own().get())) {
      throw new ConfigException(
          ClusterFlags.NODE_URL, urls.own().get(), "want it among --node-urls, where pages may go");
    }
    if (urls.all().isEmpty() == urls.pageOrigin().isPresent()) {
      throw new ConfigException(
          "--node-urls: want --page-origin beside it, and the other way round");
    }
    return urls;
  }

  private RoomLimits limits() {
    int messageBytes = get(Flags.MAX_MESSAGE_BYTES);
    int entryBytes = get(Flags.MAX_ENTRY_BYTES);
    int logBytes = get(Flags.MAX_LOG_BYTES);
    // An entry travels in a message, as text that is longer than it.
    if (entryBytes > messageBytes / 2) {
      throw new ConfigException(
          Flags.MAX_ENTRY_BYTES,
          Integer.toString(entryBytes),
          "want at most half of --max-message-bytes " + messageBytes);
    }
    if (entryBytes > logBytes) {
      throw new ConfigException(
          Flags.MAX_LOG_BYTES,
          Integer.toString(logBytes),
          "want at least --max-entry-bytes " + entryBytes);
    }
    RoomLimits standard = RoomLimits.DEFAULTS;
    return new RoomLimits(
        get(Flags.MAX_ROOMS),
        get(Flags.MAX_SOCKETS),
        get(Flags.MAX_ADDRESS_SOCKETS),
        get(Flags.MAX_ADDRESS_ROOMS),
        get(Flags.MAX_MEMBERS),
        messageBytes,
        get(Flags.MAX_MESSAGES),
        standard.profileBytes(),
        entryBytes,
        get(Flags.MAX_LOG_ENTRIES),
        logBytes,
        standard.logAuthors(),
        standard.logBytesPerSecond(),
        get(Flags.GRACE) * 1000,
        get(Flags.BAN_MINUTES),
        get(Flags.LIVE_VOICES));
  }

  private Optional<TlsFiles> tlsFiles() {
    Optional<Path> certificate = get(Flags.TLS_CERT);
    Optional<Path> key = get(Flags.TLS_KEY);
    if (certificate.isPresent() && key.isEmpty()) {
      throw new ConfigException("--tls-cert: want --tls-key beside it");
    }
    if (key.isPresent() && certificate.isEmpty()) {
      throw new ConfigException("--tls-key: want --tls-cert beside it");
    }
    return certificate.map(file -> new TlsFiles(file, key.orElseThrow()));
  }

  private Path defaultStateDirectory() {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    if (!state.isEmpty()) {
      return Path.of(state, "free4chat").toAbsolutePath();
    }
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", "."));
    return Path.of(home, ".local", "state", "free4chat").toAbsolutePath();
  }
}
