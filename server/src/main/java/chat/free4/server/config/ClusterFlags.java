package chat.free4.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings of a node among others. Without {@link #PORT}, a server is alone. */
public final class ClusterFlags {
  private static final int MAX_SEEDS = 64;
  private static final int MAX_NAME_LENGTH = 32;

  /** A name or an IPv4 address, or an IPv6 address in brackets; and a port. */
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:]{2,45}])(?::([0-9]{1,5}))?");

  private static final Pattern SOCKET_URL = urlOf("wss?");
  private static final Pattern PAGE_URL = urlOf("https?");

  private static Pattern urlOf(String scheme) {
    return Pattern.compile(scheme + "://([a-z0-9._-]{1,253}|\\[[0-9a-f:]{2,45}])(:[0-9]{1,5})?");
  }

  /** Port of the cluster. */
  public static final Flag<Optional<Integer>> PORT =
      new Flag<>(
          "cluster-port",
          "PORT",
          "",
          "Makes this a node of a cluster: other nodes reach it at this TCP port, by TLS.",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(port(text)));

  /** Where other nodes reach this one. */
  public static final Flag<Optional<String>> HOST =
      new Flag<>(
          "cluster-host",
          "HOST",
          "",
          "The address or name by which other nodes reach this one; without it, the first local"
              + " address that is not a loopback.",
          ClusterFlags::host);

  /** Whom to join. */
  public static final Flag<List<ClusterConfig.Seed>> JOIN =
      new Flag<>(
          "join",
          "HOST:PORT,...",
          "",
          "Nodes of the cluster to join; a name stands for all its addresses, looked up again at"
              + " each attempt.",
          text -> list(text, MAX_SEEDS, ClusterFlags::seed));

  /** Whether to found the cluster. */
  public static final Flag<Boolean> BOOTSTRAP =
      new Flag<>(
          "bootstrap",
          "",
          "false",
          "Founds the cluster where none of --join answers; else the node waits for them.",
          FlagValues::bool);

  /** Name of the cluster. */
  public static final Flag<String> NAME =
      new Flag<>(
          "cluster-name",
          "NAME",
          "free4chat",
          "The cluster's name: nodes of another name are not of this cluster.",
          ClusterFlags::name);

  /** What all nodes know. */
  public static final Flag<Optional<Path>> SECRET_FILE =
      new Flag<>(
          "cluster-secret-file",
          "FILE",
          "",
          "The secret that all nodes have and nobody else: 32 characters or more, of a random"
              + " source (openssl rand -hex 32). Their certificates come from it.",
          FlagValues::optionalPath);

  /** For how long rooms are handed over at the end. */
  public static final Flag<Integer> DRAIN_SECONDS =
      FlagValues.number(
          "drain-seconds",
          "N",
          10,
          1,
          600,
          "Asked to end, the node hands its rooms over to others for so long at most.");

  /** When other nodes have parts of a room. */
  public static final Flag<Integer> RELAY_ABOVE =
      FlagValues.number(
          "relay-above",
          "N",
          4000,
          0,
          10_000,
          "Members of one room on one node; further ones have their voice by another node, and"
              + " voice crosses between nodes by UDP at --cluster-port. 0: never.");

  /** Where members have their voice. */
  public static final Flag<Boolean> RELAY_NEAR =
      new Flag<>(
          "relay-near",
          "",
          "false",
          "Members have their voice by the node that their WebSocket is at, in small rooms too: for"
              + " nodes that are far apart. The same at all nodes.",
          FlagValues::bool);

  /** Where browsers reach this node. */
  public static final Flag<Optional<String>> NODE_URL =
      new Flag<>(
          "node-url",
          "URL",
          "",
          "Where browsers reach this node alone (wss://n1.example.org); pages then choose among the"
              + " nodes by themselves. One of --node-urls.",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(url(text, SOCKET_URL, "wss")));

  /** Where browsers reach all of them. */
  public static final Flag<List<String>> NODE_URLS =
      new Flag<>(
          "node-urls",
          "URL,...",
          "",
          "Every node's --node-url: where the page's policy lets it go.",
          text -> list(text, MAX_SEEDS, each -> url(each, SOCKET_URL, "wss")));

  /** Whose pages may come. */
  public static final Flag<Optional<String>> PAGE_ORIGIN =
      new Flag<>(
          "page-origin",
          "ORIGIN",
          "",
          "The address of the page (https://chat.example.org), which may speak to each of"
              + " --node-urls.",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(url(text, PAGE_URL, "https")));

  private ClusterFlags() {}

  private static String url(String text, Pattern wanted, String scheme) {
    String url = text.toLowerCase(Locale.ROOT);
    if (!wanted.matcher(url).matches()) {
      throw new IllegalArgumentException("want " + scheme + "://host, or with a port, and no path");
    }
    return url;
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= FlagValues.MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new IllegalArgumentException("want a port from 0 to " + FlagValues.MAX_PORT);
  }

  private static Optional<String> host(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = HOST_AND_PORT.matcher(text);
    if (!matcher.matches() || matcher.group(2) != null) {
      throw new IllegalArgumentException("want a host without a port");
    }
    return Optional.of(unbracketed(text));
  }

  private static ClusterConfig.Seed seed(String text) {
    Matcher matcher = HOST_AND_PORT.matcher(text);
    if (!matcher.matches() || matcher.group(2) == null) {
      throw new IllegalArgumentException("want host:port, joined by commas");
    }
    int port = port(matcher.group(2));
    if (port == 0) {
      throw new IllegalArgumentException("nobody can be reached at port 0");
    }
    return new ClusterConfig.Seed(unbracketed(matcher.group(1)), port);
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static String name(String text) {
    if (!text.matches("[a-zA-Z0-9][a-zA-Z0-9-]*") || text.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          "want 1 to " + MAX_NAME_LENGTH + " letters, digits and dashes, a dash not first");
    }
    return text;
  }

  private static <T> List<T> list(String text, int limit, Function<String, T> parser) {
    List<T> values = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String stripped = part.strip();
      if (stripped.isEmpty()) {
        continue;
      }
      if (values.size() == limit) {
        throw new IllegalArgumentException("at most " + limit);
      }
      values.add(parser.apply(stripped));
    }
    return List.copyOf(values);
  }
}
