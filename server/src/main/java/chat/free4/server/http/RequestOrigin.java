package chat.free4.server.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a request says it goes, and where it comes from. Behind a proxy that is what the proxy
 * wrote: its X-Forwarded-Proto, -Host and -For are trusted then, and only then.
 *
 * @param scheme {@code http} or {@code https}
 * @param authority host and port as the browser has them, checked: letters, digits, and {@code
 *     .-:[]_} alone
 * @param client who asks
 */
record RequestOrigin(String scheme, String authority, ClientAddress client) {
  private static final int MAX_AUTHORITY_LENGTH = 260;

  private static final Pattern AUTHORITY =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|[a-z0-9-]+\\.localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

  /** Reads it; empty when the request has no host that can be used. */
  static Optional<RequestOrigin> of(HttpServerRequest request, boolean behindProxy) {
    HostAndPort target = request.authority();
    String authority = target == null ? "" : target.toString();
    String scheme = request.isSSL() ? "https" : "http";
    InetAddress remote = InetAddress.ofLiteral(request.remoteAddress().hostAddress());
    if (behindProxy) {
      MultiMap headers = request.headers();
      authority = first(headers, "X-Forwarded-Host", authority);
      scheme = first(headers, "X-Forwarded-Proto", scheme);
      remote = lastAddress(headers.get("X-Forwarded-For"), remote);
    }
    boolean valid =
        authority.length() <= MAX_AUTHORITY_LENGTH
            && AUTHORITY.matcher(authority).matches()
            && (scheme.equals("http") || scheme.equals("https"));
    return valid
        ? Optional.of(new RequestOrigin(scheme, authority, new ClientAddress(remote)))
        : Optional.empty();
  }

  /** The first of a list: that of the proxy nearest to the browser. */
  private static String first(MultiMap headers, String name, String fallback) {
    String value = headers.get(name);
    return value == null ? fallback : value.split(",", 2)[0].strip();
  }

  /** The last of the list: what our own proxy saw; those before it anybody can write. */
  private static InetAddress lastAddress(
      @org.jspecify.annotations.Nullable String list, InetAddress fallback) {
    if (list == null) {
      return fallback;
    }
    String last = list.substring(list.lastIndexOf(',') + 1).strip();
    try {
      return InetAddress.ofLiteral(last);
    } catch (IllegalArgumentException e) {
      return fallback;
    }
  }

  /** The page's origin (RFC 6454 section 6.2): what {@code location.origin} is in the browser. */
  String origin() {
    String defaultPort = scheme.equals("https") ? ":443" : ":80";
    String host =
        authority.endsWith(defaultPort)
            ? authority.substring(0, authority.length() - defaultPort.length())
            : authority;
    return scheme + "://" + host.toLowerCase(java.util.Locale.ROOT);
  }

  /** Host without port. */
  String host() {
    int bracket = authority.lastIndexOf(']');
    int colon = authority.indexOf(':', Math.max(bracket, 0));
    return colon < 0 ? authority : authority.substring(0, colon);
  }

  /** True for names that only this machine has. */
  boolean isLoopback() {
    return LOOPBACK.matcher(host().toLowerCase(java.util.Locale.ROOT)).matches();
  }
}
