package chat.free4.server.http;

import io.vertx.core.MultiMap;

/**
 * What every answer carries. The policy allows the page itself and nothing else: no foreign
 * request, no inline script, no frame. WebAssembly may be compiled, for the hash of a password;
 * that lets no text become a script.
 */
final class SecurityHeaders {
  private static final String POLICY =
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
          + "connect-src 'self' {socket}; img-src 'self' data: blob:; font-src 'self'; "
          + "media-src 'self' blob: mediastream:; worker-src 'self'; manifest-src 'self'; "
          + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  private static final String PERMISSIONS =
      "microphone=(self), speaker-selection=(self), screen-wake-lock=(self), autoplay=(self), "
          + "clipboard-write=(self), web-share=(self), camera=(), geolocation=(), payment=(), "
          + "usb=(), serial=(), bluetooth=(), midi=(), display-capture=(), browsing-topics=()";

  private SecurityHeaders() {}

  /**
   * Adds them for a page at {@code origin}.
   *
   * @param elsewhere where else it may go, by spaces
   */
  static void add(MultiMap headers, RequestOrigin origin, String elsewhere) {
    // Older browsers do not take 'self' for the WebSocket of the same host.
    String socket = (origin.scheme().equals("https") ? "wss://" : "ws://") + origin.authority();
    if (!elsewhere.isEmpty()) {
      socket += " " + elsewhere;
    }
    headers
        .set("Content-Security-Policy", POLICY.replace("{socket}", socket))
        .set("Permissions-Policy", PERMISSIONS)
        .set("X-Content-Type-Options", "nosniff")
        .set("X-Frame-Options", "DENY")
        .set("Referrer-Policy", "no-referrer")
        .set("Cross-Origin-Opener-Policy", "same-origin")
        .set("Cross-Origin-Resource-Policy", "same-origin");
  }
}
