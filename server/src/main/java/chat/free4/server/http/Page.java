package chat.free4.server.http;

import chat.free4.server.config.ConfigException;
import chat.free4.server.config.Flags;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The built page, held in memory with what of it is worth compressing compressed. Its build is a
 * hash of all files; the server writes it into {@code index.html}, and says it in the answer to
 * {@code hello}, so that an old page notices.
 */
final class Page {
  static final int MAX_FILES = 2000;
  static final long MAX_TOTAL_BYTES = 64L << 20;

  private static final int MIN_COMPRESSED_BYTES = 512;
  private static final int BUILD_BYTES = 12;
  private static final String BUILD_TAG = "name=\"free4chat-build\" content=\"\"";

  /** Names in here carry a hash of their content, so they never change. */
  private static final String HASHED = "/assets/";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("wasm", "application/wasm"));

  private static final List<String> COMPRESSED =
      List.of("text/", "application/json", "application/manifest", "image/svg", "application/wasm");

  private final Map<String, Asset> assets;
  private final String build;

  private Page(Map<String, Asset> assets, String build) {
    this.assets = assets;
    this.build = build;
  }

  /**
   * One file.
   *
   * @param gzip the same, compressed; null when that is not worth it
   * @param immutable may be kept for ever
   */
  record Asset(String type, Buffer plain, @Nullable Buffer gzip, String etag, boolean immutable) {
    /** An asset made of {@code bytes}, compressed when its type is worth it. */
    static Asset of(String type, byte[] bytes, boolean immutable) {
      Buffer gzip = null;
      if (bytes.length >= MIN_COMPRESSED_BYTES && COMPRESSED.stream().anyMatch(type::startsWith)) {
        gzip = Buffer.buffer(compress(bytes));
      }
      String etag = "\"" + text(sha256().digest(bytes)) + "\"";
      return new Asset(type, Buffer.buffer(bytes), gzip, etag, immutable);
    }
  }

  /**
   * Reads the page from {@code directory}.
   *
   * @throws ConfigException when there is none
   */
  static Page load(Path directory) {
    Map<String, byte[]> files = read(directory);
    byte[] index = files.get("/index.html");
    if (index == null) {
      throw new ConfigException(Flags.PAGE_DIR, directory.toString(), "holds no index.html");
    }
    MessageDigest digest = sha256();
    files.forEach(
        (name, bytes) -> {
          digest.update((name + "\n" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
          digest.update(bytes);
        });
    String build = text(digest.digest());
    String marked =
        new String(index, StandardCharsets.UTF_8)
            .replace(BUILD_TAG, "name=\"free4chat-build\" content=\"" + build + "\"");
    files.put("/index.html", marked.getBytes(StandardCharsets.UTF_8));
    Map<String, Asset> assets = new HashMap<>();
    files.forEach(
        (name, bytes) -> assets.put(name, Asset.of(type(name), bytes, name.startsWith(HASHED))));
    return new Page(Map.copyOf(assets), build);
  }

  private static Map<String, byte[]> read(Path directory) {
    Map<String, byte[]> files = new TreeMap<>();
    long total = 0;
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        total += Files.size(file);
        if (files.size() == MAX_FILES || total > MAX_TOTAL_BYTES) {
          throw new ConfigException(
              Flags.PAGE_DIR, directory.toString(), "holds more than a page can be");
        }
        String name = directory.relativize(file).toString().replace('\\', '/');
        files.put("/" + name, Files.readAllBytes(file));
      }
    } catch (IOException | UncheckedIOException e) {
      throw new ConfigException(Flags.PAGE_DIR, directory.toString(), "cannot be read");
    }
    return files;
  }

  /** Names the build. */
  String build() {
    return build;
  }

  /** The document that every address of the page answers with. */
  Asset index() {
    Asset index = assets.get("/index.html");
    if (index == null) {
      throw new IllegalStateException("a page without index.html");
    }
    return index;
  }

  /** The file of this path. */
  Optional<Asset> find(String path) {
    return Optional.ofNullable(assets.get(path));
  }

  private static String type(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TYPES.getOrDefault(extension, "application/octet-stream");
  }

  private static byte[] compress(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2);
    try (GZIPOutputStream gzip = new BestGzip(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  private static String text(byte[] hash) {
    byte[] start = java.util.Arrays.copyOf(hash, BUILD_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(start);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
